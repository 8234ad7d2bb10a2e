"""Datelines, bylines and sign-offs of agencies in many languages, each with its trap.

The forms are written by hand, `…` is the body of the language. An empty expectation is a trap: the agency is named, and
is not where the text comes from.
"""
# ruff: noqa: E501  # one form a line

from __future__ import annotations

import json
from pathlib import Path

import pytest
from credit_reading import credits_of_one

from dedup.article import Article
from dedup.attribution.credit import TEXT_LEVEL_KINDS

BODIES = {
    "no": "Et museum i den lille byen Tørvik har funnet to hundre brev i loftsveggen. Arbeiderne fant kista på tirsdag.\n\nBrevene skal renses i vinter og vises fram fra mars.",
    "sk": "Múzeum v mestečku Horka našlo na povale dvesto listov. Robotníci objavili debnu v utorok.\n\nListy v zime vyčistia a od marca ich ukážu návštevníkom.",
    "sl": "Muzej v mestecu Dolina je na podstrešju našel dvesto pisem. Delavci so skrinjo odkrili v torek.\n\nPisma bodo pozimi očistili in jih marca razstavili.",
    "el": "Ένα μουσείο στη μικρή πόλη Ορβίλ βρήκε διακόσια γράμματα στη σοφίτα. Οι εργάτες βρήκαν το κουτί την Τρίτη.\n\nΤα γράμματα θα καθαριστούν τον χειμώνα και θα εκτεθούν τον Μάρτιο.",
    "fa": "موزه\u200cای در شهر کوچک اورویل دویست نامه در دیوار زیرشیروانی پیدا کرد. کارگران صندوق را روز سه\u200cشنبه یافتند.\n\nنامه\u200cها در زمستان تمیز می\u200cشوند و از مارس به نمایش درمی\u200cآیند.",
    "th": "พิพิธภัณฑ์ในเมืองเล็กๆ พบจดหมายสองร้อยฉบับในผนังห้องใต้หลังคา คนงานพบหีบเมื่อวันอังคาร\n\nจดหมายจะถูกทำความสะอาดในฤดูหนาวและจัดแสดงในเดือนมีนาคม",
    "bn": "ছোট শহর অরভিলের একটি জাদুঘর চিলেকোঠার দেয়ালে দুই শ চিঠি পেয়েছে। শ্রমিকেরা মঙ্গলবার বাক্সটি খুঁজে পান।\n\nশীতে চিঠিগুলো পরিষ্কার করা হবে এবং মার্চে দেখানো হবে।",
    "et": "Väikelinna Orveli muuseum leidis pööninguseinast kakssada kirja. Töölised leidsid kasti teisipäeval.\n\nKirjad puhastatakse talvel ja pannakse märtsis välja.",
    "lt": "Mažo Orvelio miestelio muziejus palėpėje rado du šimtus laiškų. Darbininkai dėžę aptiko antradienį.\n\nLaiškai žiemą bus išvalyti ir kovą parodyti lankytojams.",
    "lv": "Mazās pilsētiņas Orvelas muzejs bēniņos atradis divsimt vēstuļu. Strādnieki lādi atrada otrdien.\n\nVēstules ziemā iztīrīs un martā izstādīs.",
    "ka": "პატარა ქალაქ ორველის მუზეუმმა სხვენში ორასი წერილი იპოვა. მუშებმა ყუთი სამშაბათს ნახეს.\n\nწერილებს ზამთარში გაწმენდენ და მარტში გამოფენენ.",
    "ms": "Sebuah muzium di pekan kecil Orvel menemui dua ratus surat di dinding loteng. Pekerja menemui peti itu pada Selasa.\n\nSurat itu akan dibersihkan dan dipamerkan pada Mac.",
    "ca": "Un museu de la petita vila d'Orvel ha trobat dues-centes cartes a les golfes. Els obrers van trobar la caixa dimarts.\n\nLes cartes es netejaran a l'hivern i s'exposaran al març.",
    "sq": "Një muze në qytetin e vogël Orvel gjeti dyqind letra në papafingo. Punëtorët gjetën arkën të martën.\n\nLetrat do të pastrohen në dimër dhe do të ekspozohen në mars.",
    "mk": "Музеј во малиот град Орвел најде двесте писма на таванот. Работниците го најдоа сандакот во вторник.\n\nПисмата ќе се исчистат зимата и ќе се изложат во март.",
    "ta": "ஓர்வெல் என்ற சிறு நகரின் அருங்காட்சியகம் இருநூறு கடிதங்களைக் கண்டெடுத்தது. தொழிலாளர்கள் செவ்வாய்க்கிழமை பெட்டியைக் கண்டனர்.\n\nகடிதங்கள் குளிர்காலத்தில் சுத்தம் செய்யப்பட்டு மார்ச்சில் காட்சிக்கு வைக்கப்படும்.",
    "sw": "Makumbusho katika mji mdogo wa Orvel yamepata barua mia mbili darini. Wafanyakazi walipata sanduku Jumanne.\n\nBarua zitasafishwa na kuonyeshwa Machi.",
    "en": "A museum in the small town of Orvel has found two hundred letters in a wall of its attic. Workers came upon the chest on Tuesday.\n\nThe letters will be cleaned over the winter and shown from March.",
    "de": "Ein Museum in der Kleinstadt Orwel hat zweihundert Briefe in der Wand des Dachbodens gefunden. Arbeiter stießen am Dienstag auf die Kiste.\n\nDie Briefe werden im Winter gereinigt und ab März gezeigt.",
    "es": "Un museo de la pequeña ciudad de Orvela ha hallado doscientas cartas en la pared del desván. Unos obreros dieron con el arcón el martes.\n\nLas cartas se limpiarán en invierno y se mostrarán desde marzo.",
    "fr": "Un musée de la petite ville d'Orvelle a trouvé deux cents lettres dans le mur de son grenier. Des ouvriers sont tombés sur le coffre mardi.\n\nLes lettres seront nettoyées cet hiver et montrées dès mars.",
    "it": "Un museo della cittadina di Orvela ha trovato duecento lettere nel muro della soffitta. Gli operai hanno scoperto la cassa martedì.\n\nLe lettere saranno pulite in inverno ed esposte da marzo.",
    "pt": "Um museu da pequena cidade de Orvela encontrou duzentas cartas na parede do sótão. Os operários acharam a arca na terça-feira.\n\nAs cartas serão limpas no inverno e mostradas a partir de março.",
    "ru": "Музей в городке Орвель нашёл двести писем в стене чердака. Рабочие наткнулись на сундук во вторник.\n\nПисьма почистят зимой и покажут с марта.",
    "ja": "小さな町オルベルの博物館が屋根裏の壁から二百通の手紙を見つけた。作業員が火曜日に箱を見つけた。\n\n手紙は冬の間に修復され、三月から公開される。",
    "zh": "小镇奥韦尔的博物馆在阁楼墙壁中发现了两百封信。工人星期二发现了箱子。\n\n信件将在冬季清理，三月起展出。",
}

FORMS = [
    ("no", "… (NTB)", ["NTB"]),
    ("no", "(NTB): …", ["NTB"]),
    ("no", "Tørvik (NTB): …", ["NTB"]),
    ("no", "…\n\n(©NTB)", ["NTB"]),
    ("no", "…\n\nKilde: NTB", ["NTB"]),
    ("no", "…\n\nFoto: Heiko Junge / NTB", []),
    ("no", "…\n\n– Vi hadde ikke ventet så mange brev, sier leder Marla Quist til NTB.\n\n…", []),
    ("no", "…\n\nLes også på NTB: Havneavgiften øker", []),
    ("sk", "… (TASR)", ["TASR"]),
    ("sk", "Horka 3. marca (TASR) - …", ["TASR"]),
    ("sk", "…\n\nZdroj: SITA", ["SITA"]),
    ("sk", "…\n\n© SITA Všetky práva vyhradené.", ["SITA"]),
    ("sk", "…\n\nFoto: TASR - Marla Quistová", []),
    ("sk", "…\n\n„Toľko listov sme nečakali,“ povedala pre TASR riaditeľka.\n\n…", []),
    ("sl", "… (STA)", ["STA"]),
    ("sl", "Dolina, 03. marca (STA) - …", ["STA"]),
    ("sl", "…\n\nVir: STA", ["STA"]),
    ("sl", "…\n\nFoto: Bor Slana/STA", []),
    ("el", "…\n\nΠηγή: ΑΠΕ-ΜΠΕ", ["ANA-MPA"]),
    ("el", "… (ΑΠΕ-ΜΠΕ)", ["ANA-MPA"]),
    ("el", "…\n\nΜε πληροφορίες από Reuters", ["Reuters"]),
    ("el", "…\n\nΜε πληροφορίες από ΑΠΕ-ΜΠΕ, AFP", ["ANA-MPA", "Agence France-Presse"]),
    ("el", "…\n\nΦωτογραφία: ΑΠΕ-ΜΠΕ", []),
    ("el", "…\n\n«Δεν περιμέναμε τόσα γράμματα», είπε στο ΑΠΕ-ΜΠΕ η διευθύντρια.\n\n…", []),
    ("fa", "…\n\nمنبع: رویترز", ["Reuters"]),
    ("fa", "… (ایرنا)", ["IRNA"]),
    ("fa", "…\n\nعکس: ایرنا", []),
    ("fa", "…\n\nمدیر موزه به رویترز گفت که انتظار این همه نامه را نداشتیم.\n\n…", []),
    ("th", "…\n\nที่มา: รอยเตอร์", ["Reuters"]),
    ("th", "… (รอยเตอร์)", ["Reuters"]),
    ("th", "…\n\nภาพ: รอยเตอร์", []),
    ("th", "…\n\nที่มา : AFP", ["Agence France-Presse"]),
    ("bn", "…\n\nসূত্র: রয়টার্স", ["Reuters"]),
    ("bn", "অরভিল, ৩ মার্চ (বাসস): …", ["BSS"]),
    ("bn", "…\n\nছবি: রয়টার্স", []),
    ("bn", "…\n\nসূত্র: এএফপি", ["Agence France-Presse"]),
    ("et", "…\n\nAllikas: BNS", ["BNS"]),
    ("et", "… (BNS)", ["BNS"]),
    ("et", "…\n\nFoto: Reuters/Scanpix", []),
    ("lt", "… (BNS)", ["BNS"]),
    ("lt", "Orvelis, kovo 3 d. (ELTA). …", ["ELTA"]),
    ("lt", "…\n\nBNS inf.", ["BNS"]),
    ("lt", "…\n\nNuotr. ELTA", []),
    ("lt", "…\n\nŠaltinis: ELTA", ["ELTA"]),
    ("lv", "…\n\nAvots: LETA", ["LETA"]),
    ("lv", "Orvela, 3. marts (LETA). …", ["LETA"]),
    ("lv", "…\n\nFoto: LETA", []),
    ("lv", "…\n\nTik daudz vēstuļu negaidījām, aģentūrai LETA sacīja direktore.\n\n…", []),
    ("ka", "…\n\nწყარო: Reuters", ["Reuters"]),
    ("ka", "…\n\nფოტო: Reuters", []),
    ("ms", "ORVEL, 3 Mac (Bernama) -- …", ["Bernama"]),
    ("ms", "…\n\n- BERNAMA", ["Bernama"]),
    ("ms", "…\n\nSumber: AFP", ["Agence France-Presse"]),
    ("ms", "…\n\nGambar: Bernama", []),
    ("ms", "…\n\n“Kami tidak menjangka surat sebanyak itu,” katanya kepada Bernama.\n\n…", []),
    ("ca", "… (ACN)", ["Agència Catalana de Notícies"]),
    ("ca", "ACN Orvel.- …", ["Agència Catalana de Notícies"]),
    ("ca", "…\n\nFont: ACN", ["Agència Catalana de Notícies"]),
    ("ca", "…\n\nAmb informació de l'agència EFE", ["EFE"]),
    ("ca", "…\n\nFoto: ACN", []),
    ("sq", "…\n\nBurimi: ATSH", ["ATSH"]),
    ("sq", "Orvel, 3 mars /ATSH/ - …", ["ATSH"]),
    ("sq", "…\n\nFoto: ATSH", []),
    ("mk", "…\n\nИзвор: МИА", ["MIA"]),
    ("mk", "Орвел, 3 март (МИА) - …", ["MIA"]),
    ("mk", "…\n\nФото: МИА", []),
    ("ta", "…\n\nபடம்: ராய்ட்டர்ஸ்", []),
    ("sw", "…\n\nChanzo: Reuters", ["Reuters"]),
    ("sw", "…\n\n(AFP)", ["Agence France-Presse"]),
    ("sw", "…\n\nPicha: Reuters", []),
    ("en", "ORVEL (TNS) — …", ["Tribune Content Agency"]),
    ("en", "By Marla Quist\nTribune News Service\n\n…", ["Tribune Content Agency"]),
    ("en", "…\n\n©2024 Los Angeles Times. Distributed by Tribune Content Agency, LLC.", ["Los Angeles Times"]),
    ("en", "…\n\nThis story was originally published by ProPublica.", ["ProPublica"]),
    ("en", "…\n\n—Agence France-Presse", ["Agence France-Presse"]),
    ("en", "… — AFP", ["Agence France-Presse"]),
    ("en", "… – Reuters", ["Reuters"]),
    ("en", "…\n\nWith AFP inputs", ["Agence France-Presse"]),
    ("en", "…\n\n(With inputs from agencies)", []),
    ("en", "…\n\n(This story has not been edited by our staff and is auto-generated from a syndicated feed.)", []),
    ("en", "…\n\n(With inputs from PTI)", ["Press Trust of India"]),
    ("en", "NEW DELHI: …\n\nIANS", ["IANS"]),
    ("en", "…\n\nIANS\n\nabc/xyz", ["IANS"]),
    ("en", "…\n\n--IANS", ["IANS"]),
    ("en", "…\n\nAdditional reporting by Reuters", ["Reuters"]),
    ("en", "…\n\nReuters contributed to this story.", ["Reuters"]),
    ("en", "…\n\nAP and Reuters contributed.", ["Associated Press", "Reuters"]),
    ("en", "…\n\nSyndicated from AFP", ["Agence France-Presse"]),
    ("en", "…\n\nPhoto by AP", []),
    ("en", "…\n\nFollow AP on X", []),
    ("en", "…\n\nFor more from AP, visit its page", []),
    ("en", "…\n\nShe used to work for Reuters.", []),
    ("en", "…\n\nThe company thanked AFP (the firm, not the agency).", []),
    ("en", "…\n\nSee also: Reuters names a new editor", []),
    ("en", "ORVEL, March 3 /PRNewswire/ -- …", ["PR Newswire"]),
    ("en", "ORVEL--(BUSINESS WIRE)--…", ["Business Wire"]),
    ("en", "ORVEL, March 03, 2024 (GLOBE NEWSWIRE) -- …", ["GlobeNewswire"]),
    ("en", "The Canadian Press\n\n…", ["Canadian Press"]),
    ("en", "…\n\nThis report by The Canadian Press was first published March 3, 2024.", ["Canadian Press"]),
    ("en", "…\n\nAAP", ["Australian Associated Press"]),
    ("en", "…\n\n- with AAP", ["Australian Associated Press"]),
    ("de", "Orwel. (dpa) …", ["dpa"]),
    ("de", "…\n\nQuelle: dpa-infocom GmbH", ["dpa"]),
    ("de", "… dpa", ["dpa"]),
    ("de", "… (SID)", ["Agence France-Presse"]),
    ("de", "… (sda/afp)", ["Agence France-Presse", "Keystone-SDA"]),
    ("de", "…\n\n(KNA)", ["KNA"]),
    ("de", "…\n\nMit Agenturmaterial (dpa/AFP)", ["Agence France-Presse", "dpa"]),
    ("de", "…\n\nmit Agenturen", []),
    ("de", "…\n\n(dpa, mit Material der Redaktion)", ["dpa"]),
    ("de", "…\n\nvon dpa", ["dpa"]),
    ("de", "Von dpa\n\n…", ["dpa"]),
    ("de", "…\n\nsagte die Leiterin der dpa.", []),
    ("de", "…\n\nFoto: picture alliance/dpa", []),
    ("de", "…\n\n© picture alliance / dpa", []),
    ("de", "…\n\nMehr zum Thema bei dpa", []),
    ("de", "… Die Leiterin arbeitete früher für die dpa.", []),
    ("de", "…\n\nAPA/Red.", ["APA"]),
    ("de", "… (Red.)", []),
    ("es", "Redacción Internacional, 3 mar (EFE).- …", ["EFE"]),
    ("es", "… Efe", ["EFE"]),
    ("es", "…\n\nEFE/mq", ["EFE"]),
    ("es", "…\n\n(Con información de EFE y AFP)", ["Agence France-Presse", "EFE"]),
    ("es", "…\n\nAgencias / EFE", ["EFE"]),
    ("es", "EFE | Orvela\n\n…", ["EFE"]),
    ("es", "Agencia Efe\n\n…", ["EFE"]),
    ("es", "…\n\nEFE no confirmó la noticia.", []),
    ("es", "…\n\nImagen: EFE/Marla Quist", []),
    ("fr", "(AFP) - …", ["Agence France-Presse"]),
    ("fr", "…\n\n© AFP", ["Agence France-Presse"]),
    ("fr", "Par Le Courrier avec AFP\n\n…", ["Agence France-Presse"]),
    ("fr", "…\n\n(Belga)", ["Belga"]),
    ("fr", "…\n\nAvec les agences", []),
    ("fr", "…\n\n(avec AFP et Reuters)", ["Agence France-Presse", "Reuters"]),
    ("fr", "…\n\nLe Courrier avec AFP", ["Agence France-Presse"]),
    ("fr", "…\n\nCrédits : AFP", []),
    ("fr", "© 2024 AFP\n\n…", ["Agence France-Presse"]),
    ("it", "… (Ansa)", ["ANSA"]),
    ("it", "Roma, 3 mar. (LaPresse) - …", ["LaPresse"]),
    ("it", "ORVELA (ITALPRESS) - …", ["Italpress"]),
    ("it", "(AGI) - Orvela, 3 mar. - …", ["AGI"]),
    ("it", "…\n\nfonte ANSA", ["ANSA"]),
    ("it", "…\n\n(foto ANSA)", []),
    ("pt", "(Reuters) - …", ["Reuters"]),
    ("pt", "…\n\n*Com informações da AFP", ["Agence France-Presse"]),
    ("pt", "…\n\nAgência Lusa", ["Lusa"]),
    ("pt", "…\n\nDa Agência Brasil", ["Agência Brasil"]),
    ("pt", "…\n\n(Com Reuters)", ["Reuters"]),
    ("pt", "…\n\nFoto: Lusa", []),
    ("ru", "МОСКВА, 3 марта - РИА Новости. …", ["RIA Novosti"]),
    ("ru", "…\n\nТАСС", ["TASS"]),
    ("ru", "ОРВЕЛЬ, 3 марта (Рейтер) — …", ["Reuters"]),
    ("ru", "…\n\nПо материалам ТАСС", ["TASS"]),
    ("ru", "…\n\nФото: ТАСС", []),
    ("ru", "Орвель. 3 марта. INTERFAX.RU - …", ["Interfax"]),
    ("ja", "[オルベル\u3000３日\u3000ロイター] - …", ["Reuters"]),
    ("ja", "…（時事通信）", ["Jiji Press"]),
    ("ja", "…【共同】", ["Kyodo"]),
    ("ja", "(c)AFP\n\n…", ["Agence France-Presse"]),
    ("ja", "…\n\n提供：時事通信", ["Jiji Press"]),
    ("ja", "…\n\n写真提供：共同通信", []),
    ("zh", "（新华社奥韦尔3月3日电）…", ["Xinhua"]),
    ("zh", "【路透社奥韦尔3日电】…", ["Reuters"]),
    ("zh", "中新社奥韦尔3月3日电 …", ["China News Service"]),
    ("zh", "…\n\n据新华社", ["Xinhua"]),
    ("zh", "…\n\n（据法新社）", ["Agence France-Presse"]),
    ("zh", "…（新华社）", ["Xinhua"]),
    ("zh", "…\n\n图：新华社", []),
    ("zh", "…\n\n新华社记者 王某 摄", []),
]


MORE = json.loads(Path(__file__).with_name("edge_forms.json").read_text(encoding="utf-8"))
BODIES.update(MORE["bodies"])


@pytest.mark.parametrize(("language", "form", "expected"), [*FORMS, *map(tuple, MORE["forms"])])
def test_edges_credit_agencies(language: str, form: str, expected: list[str]) -> None:
    text = form
    for part in [BODIES[language]] if form.count("…") == 1 else BODIES[language].split("\n\n"):
        text = text.replace("…", part, 1)
    found = credits_of_one(Article("a", text, language=language, outlet="one.example"))
    assert sorted({credit.name for credit in found if credit.kind in TEXT_LEVEL_KINDS}) == expected


def test_a_line_may_end_behind_its_bracket() -> None:
    assert not credits_of_one(Article("a", "The quay is closed.\n(", language="en"))
    assert not credits_of_one(Article("a", "(", language="en"))


@pytest.mark.parametrize("notice", ["© DR", "© DR 2031", "Copyright DR", "© D.R."])
@pytest.mark.parametrize("language", ["fr", "nl", "it", "en", None])
def test_rights_reserved_are_no_outlet(notice: str, language: str | None) -> None:
    text = (
        f"La grue du port est à l'arrêt depuis trois jours. Le maire a promis que les travaux reprendraient.\n{notice}"
    )
    assert credits_of_one(Article("a", text, language=language, outlet="one.example")) == ()


def test_the_same_letters_name_the_outlet_in_its_own_language() -> None:
    text = "Kranen i havnen har stået stille i tre dage. Borgmesteren lovede, at arbejdet snart går videre.\n© DR"
    (credit,) = credits_of_one(Article("a", text, language="da", outlet="one.example"))
    assert credit.name == "DR"
