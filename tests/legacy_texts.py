"""One sentence, two, and a paragraph in many languages, and the encodings in which files of each are found."""

# ruff: noqa: E501  # wide signs count twice
from __future__ import annotations

LEGACY_TEXTS: dict[str, tuple[str, str, str]] = {
    "cs": (
        "Řeka se v noci zvedla o metr.",
        "Starosta řekl, že most zůstane zavřený až do poledne. Děti dnes nešly do školy.",
        "Hasiči vyčerpali vodu ze šedesáti sklepů. Obyvatelé dolní čtvrti přespali v tělocvičně, kde jim "
        "Červený kříž uvařil čaj a polévku. Škody se odhadují na dvanáct milionů korun.",
    ),
    "sk": (
        "Rieka sa v noci zdvihla o meter.",
        "Starosta povedal, že most ostane zatvorený až do poludnia. Deti dnes nešli do školy.",
        "Hasiči odčerpali vodu zo šesťdesiatich pivníc. Obyvatelia dolnej štvrte prespali v telocvični, kde "
        "im uvarili čaj a polievku. Škody sa odhadujú na dvanásť miliónov eur.",
    ),
    "pl": (
        "Rzeka podniosła się w nocy o metr.",
        "Burmistrz powiedział, że most pozostanie zamknięty do południa. Dzieci nie poszły dziś do szkoły.",
        "Strażacy wypompowali wodę z sześćdziesięciu piwnic. Mieszkańcy dolnej dzielnicy spędzili noc w sali "
        "gimnastycznej, gdzie ugotowano im zupę i herbatę. Straty ocenia się na dwanaście milionów złotych.",
    ),
    "hu": (
        "A folyó éjjel egy métert emelkedett.",
        "A polgármester szerint a híd délig zárva marad. A gyerekek ma nem mentek iskolába, a tűzoltók őrzik a gátat.",
        "A tűzoltók hatvan pincéből szivattyúzták ki a vizet. Az alsóváros lakói a tornateremben töltötték az "
        "éjszakát, ahol teát és levest főztek nekik. A kárt tizenkét millió forintra becsülik.",
    ),
    "ro": (
        "Râul a crescut peste noapte cu un metru.",
        "Primarul a spus că podul rămâne închis până la prânz. Copiii nu au mers astăzi la şcoală.",
        "Pompierii au scos apa din şaizeci de pivniţe. Locuitorii din cartierul de jos au dormit în sala de "
        "sport, unde li s-a făcut ceai şi supă. Pagubele sunt estimate la douăsprezece milioane de lei.",
    ),
    "hr": (
        "Rijeka je noću porasla za metar.",
        "Gradonačelnik je rekao da će most ostati zatvoren do podneva. Djeca danas nisu išla u školu.",
        "Vatrogasci su ispumpali vodu iz šezdeset podruma. Stanovnici donje četvrti noćili su u dvorani, gdje "
        "su im skuhali čaj i juhu. Šteta se procjenjuje na dvanaest milijuna eura, a najviše će platiti "
        "županija.",
    ),
    "sl": (
        "Reka je ponoči narasla za meter.",
        "Župan je povedal, da bo most zaprt do poldneva. Otroci danes niso šli v šolo.",
        "Gasilci so izčrpali vodo iz šestdesetih kleti. Prebivalci spodnje četrti so prespali v telovadnici, "
        "kjer so jim skuhali čaj in juho. Škodo ocenjujejo na dvanajst milijonov evrov.",
    ),
    "tr": (
        "Nehir gece boyunca bir metre yükseldi.",
        "Belediye başkanı köprünün öğleye kadar kapalı kalacağını söyledi. Çocuklar bugün okula gitmedi.",
        "İtfaiyeciler altmış bodrumdan su çekti. Aşağı mahallenin sakinleri geceyi spor salonunda geçirdi; "
        "orada onlara çay ve çorba pişirildi. Zararın on iki milyon lira olduğu tahmin ediliyor.",
    ),
    "ru": (
        "Река поднялась за ночь на метр.",
        "Мэр сказал, что мост останется закрытым до полудня. Дети сегодня не пошли в школу.",
        "Пожарные откачали воду из шестидесяти подвалов. Жители нижнего района ночевали в спортзале, где им "
        "сварили суп и чай. Ущерб оценивается в двенадцать миллионов рублей.",
    ),
    "uk": (
        "Річка за ніч піднялася на метр.",
        "Мер сказав, що міст залишиться закритим до полудня. Діти сьогодні не пішли до школи.",
        "Пожежники відкачали воду із шістдесяти підвалів. Мешканці нижнього району ночували у спортзалі, де "
        "їм зварили суп і чай. Збитки оцінюють у дванадцять мільйонів гривень.",
    ),
    "bg": (
        "Реката се покачи през нощта с един метър.",
        "Кметът каза, че мостът ще остане затворен до обяд. Децата днес не отидоха на училище.",
        "Пожарникарите изпомпаха водата от шестдесет мазета. Жителите на долния квартал нощуваха във "
        "физкултурния салон, където им свариха чай и супа. Щетите се оценяват на дванадесет милиона лева.",
    ),
    "sr": (
        "Река је ноћу порасла за метар.",
        "Градоначелник је рекао да ће мост остати затворен до поднева. Деца данас нису ишла у школу.",
        "Ватрогасци су испумпали воду из шездесет подрума. Становници доњег краја преноћили су у сали, где су "
        "им скували чај и супу. Штета се процењује на дванаест милиона динара.",
    ),
    "el": (
        "Το ποτάμι ανέβηκε τη νύχτα κατά ένα μέτρο.",
        "Ο δήμαρχος είπε ότι η γέφυρα θα μείνει κλειστή ως το μεσημέρι. Τα παιδιά δεν πήγαν σήμερα σχολείο.",
        "Οι πυροσβέστες άντλησαν νερό από εξήντα υπόγεια. Οι κάτοικοι της κάτω συνοικίας κοιμήθηκαν στο "
        "γυμναστήριο, όπου τους έφτιαξαν τσάι και σούπα. Οι ζημιές υπολογίζονται σε δώδεκα εκατομμύρια ευρώ.",
    ),
    "he": (
        "הנהר עלה בלילה במטר אחד.",
        "ראש העיר אמר שהגשר יישאר סגור עד הצהריים. הילדים לא הלכו היום לבית הספר.",
        "הכבאים שאבו מים משישים מרתפים. תושבי השכונה התחתונה לנו באולם הספורט, ושם בישלו להם תה ומרק. הנזק "
        "מוערך בשנים עשר מיליון שקלים.",
    ),
    "ar": (
        "ارتفع النهر مترا خلال الليل.",
        "قال رئيس البلدية إن الجسر سيبقى مغلقا حتى الظهر. ولم يذهب الأطفال اليوم إلى المدرسة.",
        "ضخ رجال الإطفاء المياه من ستين قبوا. وأمضى سكان الحي السفلي الليلة في قاعة الرياضة حيث أعد لهم الشاي "
        "والحساء. وتقدر الأضرار باثني عشر مليون دينار.",
    ),
    "th": (
        "แม่น้ำสูงขึ้นหนึ่งเมตรในตอนกลางคืน",
        "นายกเทศมนตรีกล่าวว่าสะพานจะปิดจนถึงเที่ยงวัน วันนี้เด็กๆ ไม่ได้ไปโรงเรียน",
        "นักดับเพลิงสูบน้ำออกจากห้องใต้ดินหกสิบแห่ง ชาวบ้านย่านล่างนอนค้างคืนในโรงยิม ซึ่งมีคนต้มชาและซุปให้ ความเสียหายประเมินไว้ที่สิบสองล้านบาท",
    ),
    "lt": (
        "Upė per naktį pakilo metru.",
        "Meras sakė, kad tiltas liks uždarytas iki vidurdienio. Vaikai šiandien nėjo į mokyklą.",
        "Ugniagesiai išsiurbė vandenį iš šešiasdešimties rūsių. Žemutinio rajono gyventojai nakvojo sporto "
        "salėje, kur jiems išvirė arbatos ir sriubos. Nuostoliai siekia dvylika milijonų eurų.",
    ),
    "lv": (
        "Upe pa nakti pacēlās par metru.",
        "Mērs teica, ka tilts paliks slēgts līdz pusdienlaikam. Bērni šodien negāja uz skolu.",
        "Ugunsdzēsēji izsūknēja ūdeni no sešdesmit pagrabiem. Lejas rajona iedzīvotāji nakšņoja sporta zālē, "
        "kur viņiem uzvārīja tēju un zupu. Zaudējumi lēšami divpadsmit miljonu eiro apmērā.",
    ),
    "et": (
        "Jõgi tõusis öösel ühe meetri võrra.",
        "Linnapea ütles, et sild jääb keskpäevani suletuks. Lapsed täna koolis ei käinud, žürii ootab.",
        "Tuletõrjujad pumpasid vee välja kuuekümnest keldrist. Alumise linnaosa elanikud ööbisid võimlas, kus "
        "neile keedeti teed ja suppi. Kahju hinnatakse kaheteistkümnele miljonile eurole.",
    ),
    "fr": (
        "La rivière est montée d’un mètre pendant la nuit.",
        "Le maire a déclaré que le pont resterait fermé jusqu’à midi. Les élèves ne sont pas allés à l’école.",
        "Les pompiers ont vidé soixante caves. Les habitants du quartier bas ont passé la nuit au gymnase, où "
        "l’on a préparé du thé et de la soupe. Les dégâts sont estimés à douze millions d’euros.",
    ),
    "de": (
        "Der Fluss stieg über Nacht um einen Meter.",
        "Der Bürgermeister sagte, die Brücke bleibe bis Mittag gesperrt. Die Schüler hatten heute frei.",
        "Die Feuerwehr pumpte sechzig Keller leer. Die Bewohner der unteren Straßen schliefen in der "
        "Turnhalle, wo man ihnen Tee und Suppe kochte. Der Schaden wird auf zwölf Millionen geschätzt, größer "
        "als im Vorjahr.",
    ),
    "es": (
        "El río subió un metro durante la noche, según los técnicos.",
        "El alcalde explicó que el puente seguirá cerrado hasta el mediodía. Los niños no fueron hoy a la "
        "escuela, dijo José Peña.",
        "Los bomberos vaciaron sesenta sótanos. Los vecinos del barrio bajo durmieron en el gimnasio, donde "
        "les prepararon té y sopa. Los daños se estiman en doce millones, más que el año pasado.",
    ),
    "pt": (
        "O rio subiu um metro durante a noite, segundo a câmara.",
        "O presidente da câmara disse que a ponte não abrirá até ao meio-dia. As crianças não foram hoje à escola.",
        "Os bombeiros esvaziaram sessenta caves. Os moradores do bairro de baixo dormiram no ginásio, onde "
        "lhes fizeram chá e sopa. Os prejuízos são avaliados em doze milhões, mais do que há um ano; a "
        "situação é má.",
    ),
    "it": (
        "Il fiume è salito di un metro durante la notte.",
        "Il sindaco ha detto che il ponte resterà chiuso fino a mezzogiorno, perché è pericoloso. Oggi i "
        "bambini non sono andati a scuola: così è più sicuro.",
        "I pompieri hanno svuotato sessanta cantine. Gli abitanti del quartiere basso hanno passato la notte "
        "in palestra, dove c’era tè caldo. I danni, si dirà giovedì, sono più di dodici milioni.",
    ),
    "sv": (
        "Ån steg en meter under natten.",
        "Borgmästaren sade att bron förblir stängd till middag. Barnen gick inte till skolan i dag.",
        "Brandmännen pumpade ut vattnet ur sextio källare. De boende i de nedre kvarteren sov i "
        "gymnastiksalen, där man kokade te och soppa åt dem. Skadorna uppskattas till tolv miljoner kronor.",
    ),
    "da": (
        "Åen steg en meter i løbet af natten.",
        "Borgmesteren sagde, at broen forbliver lukket til middag. Børnene gik ikke i skole i dag.",
        "Brandfolkene pumpede vandet ud af tres kældre. Beboerne i de nedre kvarterer sov i gymnastiksalen, "
        "hvor man kogte te og suppe til dem. Skaderne anslås til tolv millioner kroner.",
    ),
    "fi": (
        "Joki nousi yön aikana metrin.",
        "Pormestari sanoi, että silta pysyy suljettuna keskipäivään. Lapset eivät menneet tänään kouluun.",
        "Palomiehet pumppasivat veden kuudestakymmenestä kellarista. Alakaupungin asukkaat yöpyivät "
        "liikuntasalissa, jossa heille keitettiin teetä ja keittoa. Vahinkojen arvioidaan nousevan "
        "kahteentoista miljoonaan euroon.",
    ),
    "nl": (
        "De rivier steeg vannacht één meter, zo zei België.",
        "De burgemeester zei dat de brug tot twaalf uur dicht blijft, ook vóór het weekend. De scholieren "
        "hadden vrij – en dat was goed.",
        "De brandweer pompte zestig kelders leeg. De bewoners van de lage wijk sliepen in de gymzaal, waar "
        "thee en soep werd gekookt. De schade is geschat op twaalf miljoen; volgens de coördinator één derde "
        "meer dan in januari.",
    ),
    "ja": (
        "川の水位は夜のうちに一メートル上がった。",
        "市長は、橋は正午まで閉鎖されると述べた。子どもたちは今日学校に行かなかった。",
        "消防士は六十の地下室から水をくみ出した。下町の住民は体育館で一夜を過ごし、そこでお茶とスープがふるまわれた。被害は千二百万円と見積もられている。",
    ),
    "zh": (
        "河水一夜之间上涨了一米。",
        "市长说大桥将关闭到中午。孩子们今天没有去上学。",
        "消防员从六十个地下室抽水。下城区的居民在体育馆过夜，那里有人为他们煮了茶和汤。损失估计为一千二百万元。",
    ),
    "zh-Hant": (
        "河水一夜之間上漲了一米。",
        "市長說大橋將關閉到中午。孩子們今天沒有去上學。",
        "消防員從六十個地下室抽水。下城區的居民在體育館過夜，那裡有人為他們煮了茶和湯。損失估計為一千二百萬元。",
    ),
    "ko": (
        "강물이 밤새 일 미터 올랐다.",
        "시장은 다리가 정오까지 폐쇄될 것이라고 말했다. 아이들은 오늘 학교에 가지 않았다.",
        "소방관들은 육십 개의 지하실에서 물을 퍼냈다. 아랫동네 주민들은 체육관에서 밤을 보냈고 그곳에서 차와 국을 끓여 주었다. 피해는 천이백만 원으로 추산된다.",
    ),
}

LEGACY_ENCODINGS: dict[str, tuple[str, ...]] = {
    "cs": ("cp1250", "iso8859_2", "utf-16-le"),
    "sk": ("cp1250", "iso8859_2", "utf-16-le"),
    "pl": ("cp1250", "iso8859_2", "utf-16-le"),
    "hu": ("cp1250", "iso8859_2", "utf-16-le"),
    "ro": ("cp1250", "iso8859_2", "utf-16-le"),
    "hr": ("cp1250", "iso8859_2", "utf-16-le"),
    "sl": ("cp1250", "iso8859_2", "utf-16-le"),
    "tr": ("cp1254", "iso8859_9", "utf-16-le"),
    "ru": ("cp1251", "koi8_r", "iso8859_5", "cp866", "utf-16-le"),
    "uk": ("cp1251", "koi8_u", "utf-16-le"),
    "bg": ("cp1251", "utf-16-le"),
    "sr": ("cp1251", "utf-16-le"),
    "el": ("cp1253", "iso8859_7", "utf-16-le"),
    "he": ("cp1255", "iso8859_8", "utf-16-le"),
    "ar": ("cp1256", "iso8859_6", "utf-16-le"),
    "th": ("cp874",),
    "lt": ("cp1257", "utf-16-le"),
    "lv": ("cp1257", "utf-16-le"),
    "et": ("cp1257", "utf-16-le"),
    "fr": ("cp1252", "latin-1", "utf-16-le"),
    "de": ("cp1252", "latin-1", "utf-16-le"),
    "es": ("cp1252", "latin-1", "utf-16-le"),
    "pt": ("cp1252", "latin-1", "utf-16-le"),
    "it": ("cp1252", "latin-1", "utf-16-le"),
    "sv": ("cp1252", "latin-1", "utf-16-le"),
    "da": ("cp1252", "latin-1", "utf-16-le"),
    "fi": ("cp1252", "latin-1", "utf-16-le"),
    "nl": ("cp1252", "latin-1", "utf-16-le"),
    "ja": ("cp932", "euc_jp", "iso2022_jp"),
    "zh": ("gb18030",),
    "zh-Hant": ("big5",),
    "ko": ("cp949",),
}
