"""How it is planned, paid, decided and agreed."""

SUBJECTS = """
data
  lv =dati =datu =datus =datiem =datos datu_bāze statistik* skaitļi csp reģistrs anket*
  en data dataset* statistic* figure database
  ru данные данных статистик* цифра реестр
budget
  lv budžet* =tāme =tāmes =tāmi =tāmē finanšu_nodaļ* finansists grāmatved* ieņēmum* izdevum*
  en budget* bookkeep* accountan* treasury revenue* spending
  ru бюджет* смета финансист* бухгалтер*
funding
  lv finansējum* finansēt* finansē finansētāj* līdzfinans* priekšfinans* līdzekļi līdzekļu līdzekļus fonds
     struktūrfond* grants_konkurs* granti grantu aizņēmum* kredīt* subsīdij* dotācij* sponsor* es_naud* eiropas_naud*
     eiropas_fond*
  en fund funds funding co-fund* loan* subsid* financ* sponsor* grant eu_money
  ru финансирован* средства фонд* грант* заём займы займов кредит* субсид* дотац* софинанс* спонсор*
plan-documents
  lv attīstības_programm* stratēģij* plānošanas_dokument* rīcības_plān* investīciju_plān* koncepcij*
  en strateg* development_programme* development_plan* action_plan* investment_plan* planning_document*
  ru стратеги* программ*_развити* план_действи* концепци*
carrying-out
  lv īsteno* neīsteno* izpilde izpildes izpildi izpildīt* izpildām realizē* realizāc* ieviest ieviešan* ieviesīs
     plaukts vēlmju_sarakst* ķeksīt* atvilktn*
  en implement* execution executing executed carried_out carry_out shelf wish_list* wishlist* tick_box*
  ru реализ* исполнен* исполнять исполняется выполн* внедр* полка галочк*
measuring
  lv rādītāj* indikator* mērīt* =mērām mērīšan* mērījum* izmēr* uzraudzīb* monitoring* novērtē* izvērtē* rezultatīv*
  en indicator* measur* monitor* evaluat* assess*
  ru показател* индикатор* измер* мониторинг* оценк* оценив*
participation
  lv līdzdalīb* iesaist* apspriešan* apspried* apspriest aptauj* viedok* uzklaus* neuzklaus* ierosinājum*
     atgriezenisk*_sait* iedzīvotāju_priekšlikum* sabiedrības_viedok* iedzīvotāju_sapulc*
  en participat* involv* hearing* survey* opinion* engage* feedback consultation_with
  ru участи* участв* вовле* обсужд* опрос* мнени* слушани*
priorities
  lv prioritāt* prioritār*
  en priorit*
  ru приоритет*
spatial-plan
  lv teritorijas_plānojum* teritoriālplān* plānojums lokālplān* detālplān* apbūv* zonējum* zonēšan* būvnoteikum*
     būvvald* būvatļauj* zemes_ierīcīb* zemes_transformāc* zemes_īpašniek* teritorijplān* teritorijas_plānošan*
  en zoning spatial_plan* land_use land_owner* building_permit* detailed_plan* local_plan
  ru зонирован* застройк* землепользован* территориальн*_планир* землеустр* детальн*_план*
projects
  lv projekts projekti projektu projektiem projektā projektos projekta
  en project*
  ru проект*
neighbours
  lv kaimiņ* blakus starppašvaldīb* pārrobež* novada_robež* aiz_robež* līdz_robež*
  en neighbour* neighbor* inter-municipal intermunicipal municipal_border*
  ru сосед* межмуниципальн* граница_края
cooperation
  lv sadarbīb* sadarboties sadarboj* sadarbos* nesadarboj* partneris partneri partnerīb* kopdarb* kopsadarb*
  en cooperat* co-operat* collaborat* partner* partnership*
  ru сотруднич* партнер* партнёр*
trust
  lv uzticēš* uztic* neuzticēš* neuztic* greizsird* skaudīb* skauž konkurē* konkurent* konkurenc* sāncens* =bail
     baidās baidāmies aizdom* deķi deķīt*
  en trust* mistrust* distrust* envy jealous* competit* competing competes rival* afraid fear suspicio*
  ru довери* доверя* недовери* зависть конкурен* боятся боимся подозр*
cost-sharing
  lv izmaks* norēķin* sadalījum* izmaksu_dal* =maksāt =maksā =maksās maksāj* samaks* līdzmaksāj* dalīt_izmaks*
  en cost costs cost-sharing share_cost* sharing_cost* who_pays pays payment* settle* split
  ru расход* издерж* затрат* делить_расход* распределен* платить платит заплатит заплатить взаиморасч*
legal-form
  lv juridisk* jurist* tiesisk* līgums deleģē* statūt* kapitālsabiedrīb* regulējum* nolikums
  en legal* lawyer* contract* agreement* delegat* statute*
  ru юридическ* юрист* договор* правов* делегир* устав
rules-of-state
  lv likums normatīv* mk_noteikum* ministru_kabinet* reform* =pretrunā pretrunīg*
  en law laws regulation* legislat* reform* decree*
  ru закон* норматив* реформ* постановлен*
ministries
  lv ministrij* valdība saeima ministrs valsts_polit* reģionālā_polit* reģionālās_polit*
  en ministr* government parliament state_polic* regional_polic*
  ru министерств* министр* правительств* сейм государственн*_политик*
politics
  lv politisk* politiķ* deputāt* =dome =domi =domes =domei domnie* vēlēšan* vēlētāj* =mērs =mēri =mēriem
     priekšsēdētāj* partija partijas koalīcij*
  en politic* councillor* council election* mayor* party_line elected
  ru политик* политич* депутат* дума думы думе выборы выборов мэр мэры председател* коалиц*
planning-region
  lv plānošanas_reģion*
  en planning_region*
  ru регион*_планировани* планировочн*_регион*
departments
  lv nodaļa nodaļas nodaļu nodaļā nodaļām struktūrvienīb* pagasta_pārvald* pagastu_pārvald* iekšēj* komunikācij*
     informācijas_aprit* sanāksme
  en department* internal_communicat* communicat* meetings
  ru отдел отдела отделы отделами отделов внутренняя внутренние коммуникац* совещани*
bureaucracy
  lv birokrāt* papīr* atskait* procedūr* saskaņošan* saskaņojum* sarežģīt* =vienkāršot vienkāršošan* =jāvienkāršo
     formalitāt* formulār* veidlap*
  en bureaucra* paperwork procedur* red_tape simplif* complicat* formality forms_to
  ru бюрократ* бумаг* бумаж* отчёт* отчет* процедур* согласован* упрост* формальност*
procurement
  lv iepirk* pretendent* pārsūdz* konkursa_nolikum* būvnieki_pārsūdz*
  en procurement* tender tenders tendering bidder*
  ru закупк* закупок тендер* торги
participatory-budget
  lv līdzdalības_budž* līdzdalīgais_budž* iedzīvotāju_budž*
  en participatory_budget*
  ru бюджет*_участи* партиципатор*
taxes
  lv nodokļi nodokļu nodoklis nodokli pašvaldības_ieņēmum* kadastr* izlīdzināšanas_fond* pfif
  en tax taxes taxation cadastr* equalisation_fund
  ru налог* кадастр*
state-aid
  lv valsts_atbalst* de_minimis komercdarbības_atbalst*
  en state_aid de_minimis
  ru государственн*_поддержк* госпомощ* де_минимис
"""
