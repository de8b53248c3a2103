"""What a municipality does for those who live there."""

SUBJECTS = """
schools
  lv skola skolas skolu skolā skolām skolai skolās skolēn* skolotāj* skolniek* pedagog* klases klasē klašu vidusskola
     pamatskola sākumskola ģimnāzij* izglītības interešu_izglīt*
  en school* pupil* teacher* classroom* education*
  ru школа школы школ школу школе школьн* ученик* учител* педагог* классы образовани*
kindergartens
  lv bērnudārz* pirmsskol* dārziņ* auklīt* aukļu aukle
  en kindergarten* preschool* nurser* childminder*
  ru детсад* детский_сад детск*_сад* дошкольн* няня няни
universities
  lv augstskol* universitāt* student* zinātn* pētījum* pētniek* pētniec* maģistr* doktorant*
  en universit* student* scientific scientist* researcher*
  ru университет* вуз вузы студент* наука науки научн* учёные ученые исследовани*
health
  lv ārsts ārsti ārstu ārste ārstniec* slimnīc* poliklīnik* feldšer* veselīb* medicīn* medmās* medmāsu ātrā_palīdz*
     ātrās_palīdz* pacient* aptiek* zobārst*
  en doctor* hospital* health* clinic* nurse* ambulance* medical medicine pharmac*
  ru врач* больниц* поликлиник* фельдшер* здоровье здравоохран* медицин* скорая_помощь аптек*
transport
  lv autobus* mikroautobus* transports vilcien* reiss reisi reisu reisus pārvadājum* pasažier* maršrut* autoosta
     pieturas pieturā pieturvieta satiksme satiksmes bez_mašīnas bez_auto
  en bus buses busses transport* train trains timetable* without_a_car bus_stop*
  ru автобус* транспорт* поезд поезда поездов рейс* маршрут* перевозк* остановка остановки без_машины
roads
  lv ceļš ceļi autoceļ* šosej* asfalt* bedres bedrēm bedru tilts tilti grants_ceļ* ielu_remont* grantēt* dubļi dubļos
     dubļaini
  en road roads highway* asphalt pothole* bridge bridges gravel_road* street_repair*
  ru дорога дороги дорог дорогу дороге дорожн* шоссе асфальт* ямы ямами мост моста мосты гравийн*
cycling
  lv veloceliņ* velosipēd* velomaršrut* velobrauc* =velo veloinfra* velotūr* gājēj* ietve ietves
  en bicycl* bike bikes cycling cyclist* cycle_path* pedestrian* sidewalk* pavement*
  ru велосипед* велодорож* пешеход* тротуар*
water-supply
  lv ūdenssaimniec* kanalizācij* notekūde* attīrīšanas_iekārt* ūdensvad* dzeramais_ūde* dzeramā_ūde* ūdensapgād*
     ūdens_zudum* ūdens_kvalit* ūdens_tarif*
  en water_supply water_tariff* water_quality sewage sewer* wastewater drinking_water treatment_plant* water_pipe*
  ru водоснабжен* канализац* сточн* водопровод* питьев*_вод* очистные
waste
  lv atkritum* šķirot* šķirošan* poligons konteiner* izgāztuv*
  en waste garbage rubbish recycl* landfill* litter
  ru отходы отходов мусор* сортиров* полигон* свалк* контейнер*
heating-energy
  lv apkure apkures apkuri siltināt siltināšan* jāsiltina energoefekt* renovāc* renovē* katlumāj* siltumtras*
     siltumapgād* siltuma_zudum* siltumenerģ* energopārvald* daudzdzīvok* saules_panel* vējparki vēja_park*
     vēja_ģenerator* enerģij* enerģētik* elektroenerģ*
  en heating insulat* energy* renovat* boilers boiler_house* solar* wind_park* wind_farm* apartment_building*
  ru отоплен* утеплен* утепл* энерг* реновац* котельн* теплотрасс* многоквартирн* ветропарк* ветрян*
housing
  lv mājoklis mājokļi dzīvoklis dzīvokļi =īre =īres īrēt īres_nam* hipotēk* nav_kur_dzīvot
  en housing flat flats apartment* rent rental* dwelling* mortgage* nowhere_to_live
  ru жильё жилье жилищ* квартир* аренда_жиль* ипотек* негде_жить
derelict
  lv graust* tukš*_ēk* tukšo_veikal* tukšie_veikal* pamest* degradēt* brūk sabrūk neizmantot*_ēk* drupas avārij*_ēk*
     bez_saimniek*
  en derelict abandoned vacant empty_building* empty_house* empty_shop* ruin ruins brownfield*
  ru заброшен* развалины пуст*_здани* пуст*_дом* аварийн*
public-space
  lv ārtelp* laukumi laukums krastmal* parks parki soliņ* apgaismojum* pilsētas_centr* mazpilsētas_centr*
     mazpilsētu_centr* centra_atdzīv* apstādījum* labiekārto* bērnu_laukum* rotaļu_laukum* skvērs stāvlaukum*
     pilsētvid*
  en public_space* square squares park parks bench benches street_light* town_centre* city_centre* playground*
     greenery
  ru общественн*_пространств* площадь площади парк парки парке скамей* освещени* центр_города набережн* благоустр*
     детск*_площадк*
internet
  lv internet* platjosl* optika optik* wifi mobilais_internet* attālināti attālināts_darb* attālinātais_darb*
  en internet* broadband fibre fiber wifi remote_work*
  ru интернет* широкополос* оптик* оптоволок* удалён*_работ* удаленн*_работ*
digital-tools
  lv tapis ģis qgis arcgis =karte =kartes =karti =kartēm =karšu =kartē ģeotelp* programmatūr* informācijas_sistēm*
     =sistēmas digitāl* digitaliz* pakalpojumi_internetā datorsistēm* datorprogramm*
  en gis qgis map maps software information_system* systems digital* geospatial
  ru гис карта карты карт программное_обесп* цифров* информационн*_систем* геоданн*
civil-protection
  lv civilā_aizsardz* civilās_aizsardz* civilajā_aizsardz* krīze krīzes krīžu patvertn* ugunsdzēs* vētra vētras
     ugunsgrēk* katastrof* evakuāc* elektrības_pārrāv* nebūs_elektr* bez_elektrības
  en civil_protection civil_defence crisis crises shelters firefight* storm storms evacuat* emergency
  ru гражданск*_оборон* кризис* убежищ* пожарн* пожар шторм* эвакуац* чрезвычайн*
culture
  lv kultūr* svētki svētku koncert* kolektīvi kolektīvu kolektīvus amatiermāksl* festivāl* koris kori deju_kolekt*
     tradīcij* kultūras_nam* teātr* muzej* bibliotēk* māksliniek*
  en cultur* concert* festival* choir* tradition* theatre* theater* museum* librar*
  ru культур* праздник* концерт* фестивал* хор хоры традици* театр* музей* музеи библиотек*
sport
  lv =sports sporta stadion* hokej* futbol* trener* peldbasein* baseins basketbol*
  en sport* stadium* hockey football gym swimming_pool* trainer*
  ru спорт* стадион* хокке* футбол* тренер* бассейн*
municipal-companies
  lv pašvaldības_kapitālsabiedr* kapitālsabiedrību_vald* kapitālsabiedrību_pārvald* pašvaldības_uzņēmum*
     pašvaldību_uzņēmum* valdes_locek* sia
  en municipal_compan* municipally_owned supervisory_board*
  ru муниципальн*_предприяти* муниципальн*_компани* члены_правления
animals
  lv =suņi =suņu =suns =suņiem kaķi kaķu kaķis dzīvnieku_patversm*
  en dog dogs cat cats animal_shelter*
  ru собаки собак собака кошки кошек приют_животн*
cemeteries-churches
  lv kapsēt* kapličas baznīc* draudze ērģel* mācītāj*
  en cemeter* graveyard* church* organ_pipe*
  ru кладбищ* церковь церкви церковн* храм*
"""
