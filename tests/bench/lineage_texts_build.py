"""Wordings for choosing weights and limits."""

from __future__ import annotations

from tests.bench.lineage_texts import Texts

BUILD: dict[str, Texts] = {
    "fi": Texts(
        (
            (
                "Kirjastojen aukioloaikoja laajennetaan {p0} toiveiden pohjalta",
                "Pidennetään kirjastojen aukioloaikoja {p0} toiveiden pohjalta",
                "Kirjastot ovat auki iltaisin ja viikonloppuisin, ja aukioloista kysytään {p0} toiveet",
                "Kirjastojen aukioloajat on laajennettu {p0} toiveiden pohjalta",
            ),
            (
                "Järjestetään {p2} {n} liikuntapäivää vuodessa",
                "Toteutetaan {p2} vuosittain {n} liikuntapäivää",
                "Vuosittainen {n} liikuntapäivän sarja tarjoaa {p2} matalan kynnyksen harrastuksia",
                "{p2} on järjestetty {n} liikuntapäivää vuodessa",
            ),
            (
                "Pyöräteiden talvikunnossapitoa parannetaan {l1}",
                "Tehostetaan pyöräteiden talvikunnossapitoa {l1}",
                "Pyörätiet pidetään {l1} ajokunnossa läpi talven, kun auraus ja hiekoitus aikaistetaan",
                "Pyöräteiden talvikunnossapidon parantaminen {l1}",
            ),
            (
                "Laaditaan hankintojen hiilijalanjäljen laskentaohje",
                "Valmistellaan laskentaohje hankintojen hiilijalanjäljelle",
                "Kilpailutuksissa lasketaan hankinnan hiilijalanjälki yhtenäisellä tavalla",
                "Hankintojen hiilijalanjäljen laskentaohje on laadittu",
            ),
            (
                "Koulujen sisäilmaselvitykset tehdään {l1} kahden vuoden välein",
                "Koulujen sisäilma selvitetään {l1} kahden vuoden välein",
                "Sisäilman laatu mitataan kaikissa koulurakennuksissa {l1} säännöllisesti",
                "Koulujen sisäilmaselvitysten tekeminen {l1} kahden vuoden välein",
            ),
            (
                "Otetaan käyttöön sähköinen ajanvaraus kaikissa neuvoloissa",
                "Sähköinen ajanvaraus otetaan käyttöön neuvoloissa",
                "Neuvolan käyntiajan voi varata ja perua verkossa ilman jonottamista",
                "Sähköinen ajanvaraus on käytössä kaikissa neuvoloissa",
            ),
            (
                "Kesätyöpaikkoja tarjotaan {n} nuorelle kaupungin yksiköissä",
                "Tarjotaan kaupungin yksiköissä kesätyöpaikka {n} nuorelle",
                "Kaupunki palkkaa kesäksi {n} nuorta työskentelemään eri toimialoille",
                "Kesätyöpaikkojen tarjoaminen {n} nuorelle kaupungin yksiköissä",
            ),
            (
                "Biojätteen erilliskeräys laajennetaan taloyhtiöihin",
                "Laajennetaan biojätteen keräystä taloyhtiöihin",
                "Taloyhtiöt saadaan mukaan biojätteen lajitteluun neuvonnan avulla",
                "Biojätteen erilliskeräys on laajennettu taloyhtiöihin",
            ),
            (
                "Kulttuuritapahtumien esteettömyys kartoitetaan yhdessä {p0} kanssa",
                "Kartoitetaan tapahtumien esteettömyyttä yhdessä {p0} kanssa",
                "Konserttien ja muiden tapahtumien saavutettavuus arvioidaan {p0} kokemusten pohjalta",
                "Kulttuuritapahtumien esteettömyyden kartoittaminen yhdessä {p0} kanssa",
            ),
            (
                "Vanhan satama-alueen asemakaava uudistetaan",
                "Satama-alueen asemakaavaa uudistetaan",
                "Entisen sataman maankäyttö suunnitellaan uudelleen asemakaavassa asumista varten",
                "Vanhan satama-alueen asemakaava on uudistettu",
            ),
            (
                "Perustetaan {l1} yhteinen lähitori pientuottajille",
                "Avataan {l1} pientuottajien lähitori",
                "Paikalliset tuottajat saavat {l1} torilta oman myyntipaikan",
                "Yhteinen lähitori pientuottajille on perustettu {l1}",
            ),
            (
                "Henkilöstön tietoturvaosaamista vahvistetaan verkkokoulutuksella",
                "Vahvistetaan henkilökunnan tietoturvaosaamista verkkokoulutuksen avulla",
                "Jokainen työntekijä suorittaa kurssin, jossa harjoitellaan huijausviestien tunnistamista",
                "Henkilöstön tietoturvaosaaminen on vahvistunut verkkokoulutuksella",
            ),
        ),
        (
            ("nuorten", "nuoret", "nuorille"),
            ("ikääntyneiden", "ikääntyneet", "ikääntyneille"),
            ("lapsiperheiden", "lapsiperheet", "lapsiperheille"),
            ("retkeilijöiden", "retkeilijät", "retkeilijöille"),
        ),
        (("Koskelan", "Koskelassa"), ("Lehtorannan", "Lehtorannassa"), ("Kuusivaaran", "Kuusivaarassa")),
        ("Kaupunki on turvallinen ja vihreä", "Palvelut ovat lähellä ja helppoja käyttää", "Yhteinen työ kantaa"),
        ("Arjen sujuvuus", "Vihreä ympäristö", "Avoin päätöksenteko", "Osaava väki"),
        "ja",
        "Jatketaan edelleen",
    ),
    "sv": Texts(
        (
            (
                "Bibliotekens öppettider utvidgas enligt {p0} önskemål",
                "Bibliotekens öppettider förlängs utifrån {p0} önskemål",
                "Biblioteken håller öppet kvällar och helger så att {p1} lättare kan besöka dem",
                "Bibliotekens öppettider har utvidgats enligt {p0} önskemål",
            ),
            (
                "{n} motionsdagar ordnas för {p1} varje år",
                "Årligen ordnas {n} motionsdagar för {p1}",
                "En serie på {n} dagar med motion och låg tröskel erbjuds årligen {p1}",
                "{n} motionsdagar har ordnats för {p1} varje år",
            ),
            (
                "Vinterunderhållet av cykelvägar förbättras i {l0}",
                "Underhållet av cykelvägar vintertid förbättras i {l0}",
                "Cykelvägarna i {l0} hålls farbara hela vintern när snöröjningen tidigareläggs",
                "Förbättring av vinterunderhållet av cykelvägar i {l0}",
            ),
            (
                "En anvisning för beräkning av upphandlingarnas koldioxidavtryck utarbetas",
                "Anvisningar för beräkning av upphandlingarnas koldioxidavtryck tas fram",
                "Koldioxidavtrycket räknas på ett enhetligt sätt när upphandlingar konkurrensutsätts",
                "Anvisningen för beräkning av upphandlingarnas koldioxidavtryck är utarbetad",
            ),
            (
                "Skolornas inomhusluft undersöks vartannat år i {l0}",
                "Inomhusluften i skolorna undersöks vartannat år i {l0}",
                "Luftkvaliteten mäts regelbundet i alla skolbyggnader i {l0}",
                "Undersökning av skolornas inomhusluft vartannat år i {l0}",
            ),
            (
                "Elektronisk tidsbokning införs vid alla rådgivningar",
                "Elektronisk tidsbokning tas i bruk vid rådgivningarna",
                "Familjerna kan boka tid till rådgivningen elektroniskt utan att köa",
                "Elektronisk tidsbokning har införts vid alla rådgivningar",
            ),
            (
                "Sommarjobb erbjuds {n} unga vid stadens enheter",
                "Staden erbjuder {n} unga sommarjobb vid sina enheter",
                "Stadens sektorer anställer {n} ungdomar under sommarmånaderna",
                "{n} unga har erbjudits sommarjobb vid stadens enheter",
            ),
            (
                "Insamlingen av bioavfall utvidgas till bostadsbolag",
                "Bioavfall börjar samlas in från bostadsbolag",
                "Bostadsbolagen får rådgivning så att bioavfallet sorteras",
                "Insamlingen av bioavfall har utvidgats till bostadsbolag",
            ),
            (
                "Kulturevenemangens tillgänglighet kartläggs tillsammans med {p1}",
                "Evenemangens tillgänglighet kartläggs i samarbete med {p1}",
                "Hur tillgängliga konserter och andra evenemang är bedöms med hjälp av {p1}",
                "Kartläggning av kulturevenemangens tillgänglighet tillsammans med {p1}",
            ),
            (
                "Detaljplanen för det gamla hamnområdet förnyas",
                "Hamnområdets detaljplan förnyas",
                "Markanvändningen i hamnen planeras om för boende i en ny detaljplan",
                "Detaljplanen för det gamla hamnområdet är förnyad",
            ),
            (
                "Ett gemensamt närtorg för småproducenter inrättas i {l0}",
                "Ett närtorg för småproducenter öppnas i {l0}",
                "Lokala producenter får en egen försäljningsplats på torget i {l0}",
                "Ett gemensamt närtorg för småproducenter har inrättats i {l0}",
            ),
            (
                "Personalens kunskaper i informationssäkerhet stärks med nätkurser",
                "De anställdas kunskaper i informationssäkerhet stärks genom nätkurser",
                "Varje medarbetare går en kurs i att känna igen bluffmeddelanden",
                "Personalens kunskaper i informationssäkerhet har stärkts med nätkurser",
            ),
        ),
        (("ungas", "unga"), ("äldres", "äldre"), ("barnfamiljers", "barnfamiljer"), ("vandrares", "vandrare")),
        (("Forsby",), ("Lövstrand",), ("Granberga",)),
        ("Staden är trygg och grön", "Tjänsterna är nära och lätta att använda", "Samarbetet bär frukt"),
        ("En smidig vardag", "Grön miljö", "Öppet beslutsfattande", "Kunnig personal"),
        "och",
        "Fortsätter som förut",
    ),
    "en": Texts(
        (
            (
                "Extend library opening hours in line with the wishes of {p0}",
                "Lengthen library opening hours according to the wishes of {p0}",
                "Libraries stay open in the evening and at weekends so that {p0} can visit more easily",
                "Library opening hours have been extended in line with the wishes of {p0}",
            ),
            (
                "Organise {n} sports days a year for {p0}",
                "Arrange {n} annual sports days for {p0}",
                "A yearly series of {n} days of easy-entry sports is offered to {p0}",
                "{n} sports days a year have been organised for {p0}",
            ),
            (
                "Improve winter maintenance of cycle paths in {l0}",
                "Better winter maintenance of cycling paths in {l0}",
                "Cycle paths in {l0} stay open all winter thanks to earlier ploughing and gritting",
                "Winter maintenance of cycle paths in {l0} has been improved",
            ),
            (
                "Draw up guidance for calculating the carbon footprint of procurement",
                "Prepare guidance for calculation of the procurement carbon footprint",
                "Tenders count the carbon footprint of what is procured in one common way",
                "Guidance for calculating the carbon footprint of procurement has been drawn up",
            ),
            (
                "Survey indoor air in schools every other year in {l0}",
                "School indoor air is surveyed every other year in {l0}",
                "Air quality is measured regularly in every school building of {l0}",
                "Surveys of indoor air in schools every other year in {l0}",
            ),
            (
                "Introduce online booking at all child health clinics",
                "Online booking is introduced at child health clinics",
                "Families can book their visits to child health clinics online without queueing",
                "Online booking has been introduced at all child health clinics",
            ),
            (
                "Offer summer jobs to {n} young people in town units",
                "Provide {n} young people with summer jobs in the town's units",
                "The town hires {n} youngsters across its departments during the summer months",
                "Summer jobs have been offered to {n} young people in town units",
            ),
            (
                "Extend separate collection of biowaste to housing companies",
                "Separate biowaste collection is extended to housing companies",
                "Housing companies are advised how to sort their biowaste",
                "Separate collection of biowaste has been extended to housing companies",
            ),
            (
                "Map the accessibility of cultural events together with {p0}",
                "Map accessibility of events in cooperation with {p0}",
                "How accessible concerts and other events are is assessed with the help of {p0}",
                "Mapping of the accessibility of cultural events together with {p0}",
            ),
            (
                "Renew the detailed plan of the old harbour area",
                "The detailed plan of the harbour area is renewed",
                "Land use in the harbour is redesigned for housing in a new detailed plan",
                "The detailed plan of the old harbour area has been renewed",
            ),
            (
                "Establish a shared local market for small producers in {l0}",
                "Open a local market for small producers in {l0}",
                "Producers of the region get a selling place of their own at the market in {l0}",
                "A shared local market for small producers has been established in {l0}",
            ),
            (
                "Strengthen staff skills in information security with online courses",
                "Strengthen information security skills of the staff through online courses",
                "Every employee completes training in recognising scam messages",
                "Staff skills in information security have been strengthened with online courses",
            ),
        ),
        (("young people",), ("older people",), ("families",), ("hikers",)),
        (("Millbrook",), ("Ashford Hill",), ("Pinewood",)),
        ("The town is safe and green", "Services are close and easy to use", "Working together pays off"),
        ("Smooth everyday life", "Green surroundings", "Open decisions", "Skilled people"),
        "and",
        "Continues as before",
    ),
}
