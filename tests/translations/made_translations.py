"""One invented report in several languages, and what looks like a translation of it and is none."""

from __future__ import annotations

ENGLISH = """The ferry Brightling struck the eastern pier of Skarrow harbour at 6.40 on Tuesday. Harbour master Ingrid \
Solvang said that 214 passengers were on board and 17 of them were hurt.

The vessel, built in 1998 by the Kestrel yard in Rotterdam, had passed an inspection on February 12. Engineer \
Tomasz Wilkow of the operator Lowmarsh Lines said that a cooling pump had failed at a depth of 4.5 metres.

Repairs will cost about 3.2 million euros, according to the insurer Nordhaven. The company expects the ferry to \
be back in service by March 28.

Minister Helena Duarte promised an inquiry and said that 46 ships of the same kind would be examined."""

GERMAN = """Die Fähre Brightling ist am Dienstag um 6.40 Uhr gegen den Ostpier des Hafens von Skarrow gefahren. \
Hafenmeisterin Ingrid Solvang sagte, 214 Fahrgäste seien an Bord gewesen, 17 von ihnen wurden verletzt.

Das Schiff, das 1998 von der Werft Kestrel in Rotterdam gebaut wurde, war am 12. Februar geprüft worden. \
Ingenieur Tomasz Wilkow von der Reederei Lowmarsh Lines sagte, eine Kühlpumpe sei in einer Tiefe von 4,5 Metern \
ausgefallen.

Die Reparatur wird nach Angaben der Versicherung Nordhaven rund 3,2 Millionen Euro kosten. Das Unternehmen \
erwartet, dass die Fähre bis zum 28. März wieder in Betrieb ist.

Ministerin Helena Duarte kündigte eine Untersuchung an und sagte, 46 Schiffe derselben Bauart würden geprüft."""

RUSSIAN = """Паром «Брайтлинг» во вторник в 6.40 врезался в восточный пирс гавани Скарроу. Начальник порта Ингрид \
Сольванг сообщила, что на борту было 214 пассажиров, 17 из них пострадали.

Судно, построенное в 1998 году на верфи «Кестрел» в Роттердаме, прошло проверку 12 февраля. Инженер Томаш Вилков \
из компании «Лоумарш Лайнс» сказал, что насос системы охлаждения отказал на глубине 4,5 метра.

Ремонт обойдется примерно в 3,2 млн евро, сообщил страховщик «Нордхавен». Компания ожидает, что паром вернется \
на линию к 28 марта.

Министр Элена Дуарте пообещала расследование и сказала, что будут проверены 46 судов того же типа."""
