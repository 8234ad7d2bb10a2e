"""Words behind a number that scale it: "14.3 billion", "3,5 Mio.", "2 lakh"."""

from __future__ import annotations

# By the power of ten; 100 stands for a percentage.
NUMBER_SCALES = {
    3: """thousand tausend mille mil mila duizend tusen tysiąc tysiące tysięcy tys tisíc tisíce tisícov mii тысяч тысячи
        тысяча тыс тисяч тисячі тис bin nghìn ngàn ribu χιλιάδες ألف हजार tisuća tisuću tisoč hiljada þúsund
        dubu elfu tuhatta אלף אלפים""",
    5: "lakh lakhs लाख",
    6: """million millions mln mio millionen millón millones milione milioni milhão milhões miljoen miljon miljoner
        millioner milion miliony milionu milionům milionech milionów miliónů milionů milióna milióny miliónov milioane
        миллион миллиона миллионов млн мільйон мільйона мільйонів милиона милијона εκατομμύρια εκατ milyon مليون triệu
        juta miljoonaa milijun milijuna milijuni milijon milijona milijonov milijonai milijonų miljonus miljonit milljón
        milljónir milljónum miliyan מיליון""",
    7: "crore crores करोड़",
    9: """billion billions bn mrd mld milliard milliards milliarde milliarden miliardo miliardi bilhão bilhões miljard
        miljarder miliard miliardy miliardů miliardu miliárd miliardov miliardów miliarde миллиард миллиарда миллиардов
        млрд мільярд мільярда мільярдів δισεκατομμύρια δισ milyar مليار tỷ tỉ miliar miljardia milijarda milijarde
        milijardu milijard milijardų milljarða milljarðar biliyan מיליארד""",
    12: """trillion trillions trn bilion biliony bilionů триллион триллиона триллионов трлн трильйон
        трильйона τρισεκατομμύρια trilyon تريليون triliun trilhão trilhões triliyan טריליון""",
    100: "percent pct prozent pourcent procent prosent процент процента процентов процентів yüzde persen",
}
