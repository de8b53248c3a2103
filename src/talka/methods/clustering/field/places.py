"""What the place lives from, and the land and water around it."""

SUBJECTS = """
business
  lv uzņēmējs uzņēmēji uzņēmējdarb* uzņēmums uzņēmumi darba_viet* darbavieta investor* investīciju_piesaist* ražotn*
     ražošan* rūpniec* industriāl* biznes* komersant* darbaspēk* darba_devēj* bezdarb* inkubator* jaunuzņēm*
  en business* entrepreneur* company companies jobs workplaces investor* factory factories industr* start-up* startup*
     unemploy* labour_force employer*
  ru предпринима* предприяти* бизнес* рабоч*_мест* инвестор* производств* промышлен* безработ* работодат*
local-food
  lv mājražotāj* zemniek* zemnieku_saimn* tirdziņ* =tirgus pārtik* lauksaimn* ēdnīc* ēdināšan* vietējie_ražotāj*
     vietējo_ražotāj* amatniek* piegādes_ķēd*
  en farmer* farms local_food food_producer* local_producer* market_place farmers_market* agricultur* canteen* craft*
  ru фермер* крестьян* рынок ярмарк* продовольств* продукты_питания сельск*_хозяйств* ремеслен* столовые
tourism
  lv tūris* viesnīc* viesu_nam* viesu_māj* ceļved* kempin* pārnakšņ* apskates_objekt*
  en touris* hotel* guest_house* guidebook* sightseeing
  ru туризм* турист* гостиниц* путеводител* ночлег*
identity
  lv identitāt* zīmols zīmola =tēls =tēla specializāc* specializē* stiprā_puse stiprās_puses =īpaši unikāl* lepnum*
     savs_stāst* sava_stāst* savu_stāst* mārketing* vietzīm*
  en identity branding brand image specialis* specializ* unique* pride marketing
  ru идентичност* бренд* имидж специализац* уникальн* гордост* маркетинг*
nature
  lv =daba =dabas =dabā vides_aizsardz* mežs mežā mežos mežu kūdra kūdras purvs purvi savvaļas mežacūk* =vilks =vilki
     =vilku =vilkiem bebri bebru koks koki kokus koku aleja alejās ainava ainavu bioloģisk*_daudzveid* medību mednieks
     mednieki
  en nature forest* wildlife wolf wolves boar boars tree trees landscape* biodivers* hunting
  ru природ* лес леса лесов лесу дикие_животн* кабан* волки волков бобр* деревья ландшафт* охота охотник* охотхоз*
lakes-rivers
  lv ezers ezeri ezera ezeru upe upes upi upju peldviet* zilaļģ* zivis zivju zvejnie* =hes krasts krasti =jūra =jūru
     =jūrā =jūras piekrast* kāpas =osta ostas ūdenstūr*
  en lake* river* beach beaches fish fishing coast* harbour*
  ru озеро озёра озера озёр река реки рек пляж* рыба рыбы побережь* море порт порта
climate
  lv klimat* plūdi plūdu plūdiem applūst applūd* gāzien* karstum* lietus_ūde* lietusūde* erozij* sausums sausuma
  en climat* flood* heatwave* heat_wave* rainwater stormwater erosion drought*
  ru климат* наводнен* паводк* жара жары дождев* эрози* засух*
"""
