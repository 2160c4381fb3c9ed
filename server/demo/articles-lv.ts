import type { DemoArticle } from './article.ts';

/** Tas pats latviski: the same shop for those who read Latvian. */
export const latvianArticles: readonly DemoArticle[] = [
	{
		kind: 'text',
		title: 'Piegāde: cena un termiņš',
		body: `Piegāde uz pakomātu maksā 2,99 €, kurjers līdz durvīm – 4,99 €. Pasūtījumiem no 50 € piegāde Baltijas valstīs ir bez maksas.

Ja pasūtāt darba dienā līdz plkst. 14.00, sūtījumu nododam piegādei tajā pašā dienā. Latvijā tas pienāk 1–2 darba dienās, Lietuvā un Igaunijā 2–3 darba dienās, citur Eiropas Savienībā 4–7 darba dienās.

Pakomātā sūtījums gaida 5 dienas. Ja ar to nepietiek, pagariniet glabāšanu par 2 dienām, izmantojot saiti īsziņā.`,
	},
	{
		kind: 'question',
		title: 'Uz kurām valstīm piegādājat?',
		body: 'Piegādājam uz visām Eiropas Savienības valstīm, kā arī uz Norvēģiju un Šveici. Ārpus Baltijas piegāde maksā 9,90 €, bet pasūtījumiem no 120 € tā ir bez maksas. Norvēģijā un Šveicē pārvadātājs var iekasēt vietējos ievedmuitas nodokļus.',
	},
	{
		kind: 'text',
		title: 'Preču atgriešana un naudas atmaksa',
		body: `Preci varat atgriezt 30 dienu laikā pēc saņemšanas, ja tā nav valkāta un tai ir visas etiķetes. Piesakiet atgriešanu savā kontā, izdrukājiet uzlīmi vai uzrādiet kodu pakomātā un nododiet sūtījumu vai atnesiet visu uz veikalu. Atgriešana ar sūtījumu maksā 2,50 €, ko atskaitām no atmaksas; bojātu preci atsūtāt bez maksas.

Kad sūtījums ir saņemts un pārbaudīts, naudu atmaksājam 5 darba dienu laikā tādā pašā veidā, kā maksājāt. Atgriezt var arī preces ar atlaidi. Higiēnas apsvērumu dēļ nevar atgriezt zeķes, apakšveļu un atvērtas ūdens pudeles.`,
	},
	{
		kind: 'question',
		title: 'Vai varu apmainīt preci pret citu izmēru?',
		body: 'Jā, bez maksas 30 dienu laikā. Savā kontā izvēlieties „Apmaiņa”, norādiet citu izmēru vai krāsu un nosūtiet pirmo preci atpakaļ ar mūsu uzlīmi. Jauno izmēru uzreiz rezervējam un nosūtām, tiklīdz jūsu sūtījums ir ceļā.',
	},
	{
		kind: 'question',
		title: 'Kuru izmēru izvēlēties?',
		body: `Lielākā daļa mūsu apģērbu atbilst ierastajiem izmēriem. Krūšu apkārtmērs: S 88–94 cm, M 95–101 cm, L 102–108 cm, XL 109–116 cm. Ja esat starp diviem izmēriem, jakai ņemiet lielāko, bet termoveļai – mazāko.

Zābakiem pieskaitiet pēdas garumam apmēram 1 cm: 25,5 cm garai pēdai der 41. izmērs, 26,5 cm – 42., 27 cm – 43. izmērs. Biezām zeķēm vajag par pusizmēru lielākus.`,
	},
	{
		kind: 'text',
		title: 'Cenas',
		body: `T-krekli maksā no 19 €, flīsa džemperi no 39 €, lietusjakas no 79 €, ziemas jakas no 129 €, pārgājienu zābaki no 99 €, mugursomas no 45 €. Visas cenas ir eiro, ar PVN.

Cena, ko redzat pasūtīšanas brīdī, ir tā, ko maksājat: klāt nāk tikai jūsu izvēlētā piegāde. Ja 14 dienu laikā pēc pasūtījuma prece kļūst lētāka, uzrakstiet mums, un starpību atmaksāsim.`,
	},
	{
		kind: 'question',
		title: 'Kā var samaksāt?',
		body: 'Samaksāt var ar bankas karti (Visa, Mastercard), Apple Pay, Google Pay, PayPal vai internetbankā. Uzņēmumiem izrakstām rēķinu ar 14 dienu apmaksas termiņu. Veikalā pieņemam arī skaidru naudu. Nomaksu nepiedāvājam.',
	},
	{
		kind: 'text',
		title: 'Garantija un bojātas preces',
		body: `Visām precēm ir divu gadu garantija materiāla un izgatavošanas defektiem, arī rāvējslēdzējiem, vīlēm un zolēm. Tā neattiecas uz parastu nolietojumu, iegriezumiem un bojājumiem, kas radušies, mazgājot pretēji norādēm uz etiķetes.

Ja prece pienākusi bojāta vai saplīst vēlāk, atsūtiet mums divas fotogrāfijas un pasūtījuma numuru. Atbildēsim vienas darba dienas laikā, un jūs izvēlēsieties: preci salabot, nomainīt vai saņemt naudu atpakaļ. Par sūtīšanu nav jāmaksā.`,
	},
	{
		kind: 'question',
		title: 'Kur ir mans pasūtījums?',
		body: 'Kad sūtījums dodas ceļā, saņemat e-pastu un īsziņu ar izsekošanas saiti. Statuss redzams arī jūsu kontā sadaļā „Pasūtījumi”. Ja sūtījums trīs darba dienas nav izkustējies no vietas, atrakstiet mums pasūtījuma numuru: tas sākas ar DS, un tajā ir seši cipari.',
	},
	{
		kind: 'question',
		title: 'Vai varu mainīt vai atcelt pasūtījumu?',
		body: 'Jā, kamēr tas nav iesaiņots – parasti apmēram stundu pēc pasūtīšanas. Atveriet pasūtījumu savā kontā un izvēlieties „Mainīt” vai „Atcelt”. Ja jau esat samaksājis, nauda būs atpakaļ 5 darba dienu laikā. Ja sūtījums jau ir ceļā, lūdzam to atgriezt.',
	},
	{
		kind: 'text',
		title: 'Darba laiks un adrese',
		body: `Veikals atrodas Rīgā, Parauga ielā 12, pirmajā stāvā, trīs minūšu gājienā no tramvaja pieturas. Pagalmā ir bezmaksas autostāvvieta.

Strādājam no pirmdienas līdz piektdienai no 10.00 līdz 19.00 un sestdienās no 10.00 līdz 16.00. Svētdienās un svētku dienās veikals ir slēgts; internetveikalā varat pasūtīt jebkurā laikā.`,
	},
	{
		kind: 'text',
		title: 'Dāvanu kartes',
		body: `Dāvanu kartes vērtība ir 25, 50 vai 100 €. To saņemsiet e-pastā dažu minūšu laikā vai izdrukātu aploksnē. Karte derīga divus gadus gan internetveikalā, gan uz vietas.

Ievadiet kodu, noformējot pasūtījumu. Neiztērētā summa paliek kartē nākamajam pirkumam. Dāvanu karti nevar apmainīt pret naudu.`,
	},
	{
		kind: 'question',
		title: 'Vai jums ir atlaides?',
		body: 'Pirmajam pasūtījumam ir 10 % atlaide, ja pierakstāties jaunumu saņemšanai. Skolēniem, studentiem un pensionāriem veikalā vienmēr ir 10 % atlaide. Divreiz gadā, janvārī un jūlijā, sezonas izpārdošanā cenas samazinām par 30–50 %. Atlaides nesummējas: piemērojam lielāko.',
	},
	{
		kind: 'text',
		title: 'Jaku un zābaku kopšana',
		body: `Lietusjaku mazgājiet 30 °C ar maigu mazgāšanas līdzekli bez mīkstinātāja, aizvelciet rāvējslēdzējus un 20 minūtes žāvējiet veļas žāvētājā zemā temperatūrā: siltums atjauno ūdensnecaurlaidību. Apmēram reizi gadā pārklājumu atjaunojiet ar aerosolu.

Zābakus tīriet ar suku un remdenu ūdeni, izņemiet ieliekamās zolītes un žāvējiet istabas temperatūrā, nekad uz radiatora. Ādas zābakus ievaskojiet pēc katra trešā slapjā pārgājiena.`,
	},
	{
		kind: 'question',
		title: 'Vai pasūtījumu var saņemt veikalā?',
		body: 'Jā, bez maksas. Ja prece ir veikalā, pasūtījums būs gatavs apmēram divu stundu laikā un saņemsiet īsziņu; citādi to atvedam no noliktavas nākamajā darba dienā. Glabājam 7 dienas. Visu varat uzlaikot un turpat atdot atpakaļ.',
	},
];
