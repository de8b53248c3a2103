"""Who does it, what they know, and who lives here."""

SUBJECTS = """
staff
  lv speciālist* kadri kadru darbinieks =alga =algas =algu kvalificēt* kapacitāt* arhitekt* inženier* ekonomist*
     vakanc* personāl* atalgojum* plānotāju_trūk* kvalificētu_plānotāj*
  en staff* specialist* employee* salar* wage* qualified capacity personnel turnover vacanc*
  ru специалист* кадры кадров кадровый сотрудник* работник* зарплат* квалифиц* архитектор* инженер* вакан*
project-skills
  lv projektu_vadīb* projekta_vadīb* projektu_vadītāj* projektu_rakst* projekta_pieteikum* projektu_pieteikum*
     vadīt_projekt* vadīt_kopīg*_projekt* uzrakstīt_*_projekt*
  en project_manag* project_writ* manag*_project*
  ru управлени*_проект* руководител*_проект* управлят*_проект*
training
  lv mācības mācībām mācību_dien* apmācīb* apmācīt kursi kursus kursos seminār* prasmes prasmju prasmēm zināšanas
     zināšanu zināšanām izglītošan* izglītot lekcij* kvalifikācijas_celš* iemācī* tālākizglītīb* vasaras_skol*
  en training* course* seminar* skill* knowledge workshop* lecture*
  ru обучени* обучать учеба курсы курсов семинар* навык* знания знаний знаниям тренинг*
mentoring
  lv mentor* konsultant* konsultāc* konsultē* =padoms =padomi =padomu padomdev* ekspert* supervīz* koučing*
     zināšanu_eņģel* atbalsts_uz_vietas =uz_=vietas
  en mentor* coach* advice adviser* advisor* consultant* on_site on_the_spot expert*
  ru наставник* консульт* ментор* эксперт* на_месте
experience
  lv pieredz* prakse prakses praksi labā_praks* labās_praks* labie_piemēr* =piemēri =piemērs =piemēru =piemēriem
     apmaiņa apmaiņas apmainīties =riteni
  en experience* good_practice* best_practice* example* exchange study_visit* study_trip*
  ru опыт* практики практик пример примеры примеров обмен обмен_опыт*
youth
  lv =jaunie jauniešu jaunieši jaunietis jauniešiem jauniešus jaunatn* vidusskolēn* pusaudž* jaunu_cilvēk*
  en young_people youth* teen* youngster* young_person
  ru молодёж* молодеж* молодые молодых молодым подрост*
community
  lv kopien* biedrīb* nevalstisk* nvo iniciatīv* aktīvist* aktīvie_cilvēk* aktīvie_iedzīv* talka talkas talkās
     vietējā_rīcīb* vietējās_rīcīb*
  en communit* association* ngo ngos initiative* activist* village_group* neighbourhood_group*
  ru сообществ* община общины общественн*_организац* инициатив* активист* объединени* нко
volunteers
  lv brīvprātīg*
  en volunteer* voluntary
  ru волонтёр* волонтер* доброволь*
depopulation
  lv iedzīvotāju_skait* depopulācij* demogrāf* sarukšan* sarukum* sarūk iztukšo* izmirst izmirš* aizbrauc* aizbrauk*
     dzimst* dzimstīb* mirst mirstīb* emigrāc* emigrē* kļūst_mazāk
  en depopulat* demograph* shrink* population_declin* emigra* births deaths move_away moving_away leave_and leave_for
  ru депопуляц* демограф* уезжа* уехали рождаем* смертн* эмигр* убыль вымира*
diaspora
  lv diaspor* reemigr* remigr* tautiet* tautieš* atgriezties =atgriežas =neatgriežas aizbrauku* novadniek*
  en diaspora* return* re-emigra* remigra* expat*
  ru диаспор* возвращ* вернуться реэмигр* соотечествен*
elderly
  lv senior* pensionār* pensij* vecie_ļaud* vecie_cilvēk* veci_cilvēk* vecajiem_cilvēk* vecāka_gadagājum* vientuļ*
     novecošan* pansionāt* vecumdien*
  en elder* senior* pensioner* pension old_people old_age ageing aging nursing_home*
  ru пожил* пенсионер* пенсия пенсию стариков старики старени* пансионат* дом_престарелых
social-care
  lv sociālie sociālā sociālo sociālais sociālās sociālajā sociāli aprūp* pabalst* asistent* krīzes_centr*
     dienas_centr* invalid* invaliditāt*
  en social_care social_service* social_work* home_care caregiv* disab* day_centre* day_center*
  ru социальн* соцработ* уход_на_дому пособи* инвалид* опека опекун*
families
  lv ģimene bērns bērni bērnu bērniem māmiņ* audžuģimen* =vecāki =vecākiem =vecāku vecāku_dom*
  en family families child children parent parents
  ru семья семьи семей семьям семьями детей детям ребён* ребенок родител*
language-integration
  lv valoda valodas valodu krievvalod* mazākumtautīb* integrācij* bēgļi bēgļu tautība tautību latgalie* ukraiņ*
  en language* minorit* integrat* refugee* russian_speak*
  ru язык* русскоязычн* меньшинств* интеграц* бежен* латышск* национальност*
safety
  lv policij* policist* videonovēro* noziedz* zādzīb* narkotik* narkoman* drošīb* huligān* vandāl*
  en police* crime* theft* cctv surveillance drugs safety vandal*
  ru полици* преступн* краж* наркотик* наркоман* видеонаблюд* безопасност* вандал*
media
  lv avīz* mājaslap* mājas_lap* facebook sociālie_tīkl* sociālajos_tīkl* laikrakst* informatīvais_izdev* prese presē
     vieglā_valod* vienkārša_valod* saprotama_valod*
  en newspaper* website* facebook social_media plain_language
  ru газет* сайт* фейсбук* соцсет* социальн*_сет*
"""
