"""Words by which names and places are told from other words. They are few, and only ours: what is
not here is told by how it is written and what stands beside it."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMES = _words(
    """
aaron abbie abdul abdullah abi abigail abu ada adaeze adam adebayo adele adrian agnes ahmed aidan
aileen aisha aishah ajay akua alan alana alasdair albert alec aled alejandro alex alexa alexander
alexandra alexis alfie alfred ali alice alicia alina alisha alison alistair allan allison ama amanda
amara amber amelia amina amir amit amy ana anand anastasia andrea andrew andy angela angie angus
anil anita anjali ann anna annabel anne annette annie anthea anthony anton antonia antonio anwar
anya aoife archie arjun arthur arun asha ashley ashok asif asma audrey ayaan ayesha ayo babs barbara
barry bartosz bea beatrice becca becky belinda ben benedict benjamin bernadette bernard bernice
bernie beryl beth bethan bethany betty beverley bex bharat bianca bilal bob bobbie bobby brad
bradley brenda brendan brett brian bridget bronwen bruce bryan bryony caitlin callum cameron camilla
carl carla carlos carly carmel carol carole caroline carolyn carrie catherine cathy catriona cecilia
ceri chantal chantelle charlene charles charlie charlotte chelsea cheryl chi chidi chinedu chioma
chloe chris chrissie christian christina christine christopher chukwu ciara cindy claire clara clare
claudia clive colette colin connor conor corinne craig cynthia daisy damian damien dan daniel
daniela danielle danny daphne darren dave david davina dean deb debbie deborah debra declan deepa
deepak deirdre delroy denise dennis derek desmond devon diana diane dilip dimitri dina dinesh dipak
dominic dominique don donald donna donovan dora doreen doris dorothy doug douglas duncan dylan
eamonn ebony eddie edith edward edwin efua eileen ekaterina elaine eleanor elena eli elijah elina
elizabeth ella ellen ellie elliot elsie emeka emily emma emmanuel enid eric erica erin esi esther
ethan eugene eunice eva evan eve evelyn ewa ezra farah farhan fatima fatou faye fayola felicity
felix femi fergus finn fiona fran frances francesca francis frank franklin fraser fred freda freddie
freya gabriel gabriela gail gareth garry gary gavin gemma geoff geoffrey george georgia georgina
gerald geraldine gerard gill gillian gina ginny giovanni giulia gladys glen glenda glenn glenys
gloria godfrey gordon graeme graham greg gregory greta gulsen gurpreet gwen gwyneth hafsa hamish
hamza hana hannah harbhajan hardeep harjit harold harriet harris harry harvey hassan hayley hazel
heidi helen helena henry hilary hilda howard hugh hugo hui humphrey hussain hussein ian ibrahim ida
idris ifeoma imani imogen imran ines ingrid iona irena irene irina iris isaac isabel isabella
isabelle isaiah isha ishmael isla ismail ivan ivor ivy iwona jackie jacob jacqueline jacqui jagdeep
jake jakub james jamie jan jane janet janette janice janine jared jas jasmin jasmine jason jaspreet
javed javier jay jayne jean jeanette jed jeff jeffrey jen jenna jennie jennifer jenny jeremy jerome
jerry jess jessica jessie jill jim jimmy jo joan joanna joanne jodie joe joel johan john johnny jon
jonathan jordan jose joseph josephine josh joshua josie joyce juan juanita judith judy julia julian
julie juliet juliette jun june junior justin justine kaitlyn kamal kamila kamran karan kareem karen
karim karin karl kasia kat kate kath katherine kathleen kathryn kathy katie katrina katy kavita kay
kayleigh keeley keith kelechi kelly kelvin ken kenneth kenny kerry kev kevin khadija khalid kieran
kim kimberley kirsten kirsty kofi kris krishna kristina krystyna kuldip kumar kwame kyle lakshmi
lana lara laura lauren laurence laurie lawrence leah leanne lee leila lena leo leon leonard leroy
les lesley leslie lewis li lia liam lilian lily lina linda lindsay lindsey ling lionel lisa liz
lizzie lloyd lois lola lorna lorraine louis louisa louise luca lucia lucinda lucy luis luke lydia
lyn lynda lynn lynne lynsey mable maddie madeleine maeve magda magdalena maggie mahmood mairead
malcolm malgorzata malik mandy manjit manoj manuel marcia marcin marco marcus marek margaret
margarita maria mariam marian marie marilyn marina mario marion marissa marjorie marlene marlon
marta martha martin martina martyn mary maryam mateusz matilda matt matthew maureen maurice mavis
max maxine mehmet mei mel melanie melissa melvin mercy mervyn mia michael michaela michal michele
michelle mick miguel mike milan mildred miles millie mina ming miriam mo mohamed mohammad mohammed
mohan moira molly mona monica monika morag moses muhammad muriel mustafa myra nabil nadeem nadia
nadine nancy naomi nasreen natalia natalie natasha nathan nathaniel naveed neelam neil nell nelson
nerys ngozi niall niamh nick nicky nicola nicole nigel nikhil nikita nikki nina nisha nkechi noah
noel noor nora noreen norma norman nuala obinna olayinka olga olive oliver olivia olu olumide
oluwaseun omar omari oscar osman owen oyin padraig pam pamela pat patience patricia patrick patrycja
patsy paul paula pauline pearl peggy penelope penny percy perpetua pete peter petra phil philip
philippa phillip phoebe phyllis piotr pippa polly pooja poppy prakash precious priscilla priti priya
rab rabia rachael rachel radek raheem rahel rahul raj rajesh rajinder ralph ramesh ranjit raquel
rashid ravi raymond rebecca reena reggie rehana reuben rhian rhiannon rhona rhys ricardo richard
rick ricky rita rob robbie robert roberta roberto robin rochelle roderick rodney roger rohan roisin
roland roman ron ronald ronan ronnie rory rosa rosalind rosanna rosemary rosie ross rowan rowena roy
ruby rukhsana rupert russell ruth ryan sabrina sadia saeed saffron sahar said saira salim sally
salma sam samantha samina samir samira samson samuel sana sandeep sandra sandy sanjay saoirse sara
sarah sasha saskia satnam saul scott sean sebastian selina selma seren sergio seth shabana shahid
shane shannon sharon shaun shaz sheena sheila shelley sherry shilpa shirin shirley shona sian sidney
sienna simon simone sinead siobhan siobhán sitara solomon sonal sonia sophia sophie stacey stan
stanislaw stefan stella stephanie stephen steve steven stewart stuart sue sufia sukhdev suki
sulaiman sunil sunita suresh susan susanna susannah susie suzanne suzie sylvia tabitha tahir tamara
tamsin tania tanya tara tariq tasha taylor tendai terence teresa terri terry tessa thandi thelma
theo theresa thomas tia tilly tim timothy tina tobias toby todd tom tomasz tommy toni tony tracey
tracy trevor tricia trish trudy tunde tyler tyrone uche uma una urszula usha usman valerie vanessa
vera verity vernon veronica vicki vicky victor victoria vijay vikram vincent violet virginia vivek
vivian vivien wanda warren wayne wei wendy wesley wilfred william winifred winston wojciech xavier
xi yan yasin yasmin yetunde ying yolanda yousef yusuf yvette yvonne zac zach zachary zahra zainab
zara zeinab zoe zofia zubair
"""
)
"""First names that people in England have. Some are words, too; see ``WORDS``."""
WORDS = _words(
    """
amber ann carol daisy dean devon don eve faye frank glen harry hazel hui iris isla ivy jay jun june
junior kay lee les li lily ling max mel mercy miles ming mo olive pat patience pearl penny poppy
precious rob robin rosemary ross rowan ruby ruth said sandy sue tara taylor verity victor violet wei
yan ying
"""
)
"""Names that are words, too: taken for names only where they are written with a capital letter."""
COMMON = _words(
    """
a about above access according across action actions activities actually ad additionally adequate
adequately admin administrative adult adults advanced after afternoon again agency agile agree all
allocation allow allowing almost alone along also although altogether always am amhp an and annual
another answer any anybody anyone anything anywhere apart apparently application apprenticeship
appropriate approved are area areas aren't around as asap ask asking aspire assessment assessments
assistant aswe at attendance available away awful aye ayse back bad balance bame bank basic be
because been before begin being below benefits best better between beyond bia big boss both
brilliant bring british budget budgets building bullying burnout business but by call can cannot
care career careers caring case caseload caseloads cases certain challenging change changes child
children childrens choice christmas cin clear clearer clearly client clients close colleague
colleagues collectively come comment comments communication community compared completely complex
concerns conditions confidential consider consistency consistent constant constantly constructive
core corporate cost could council councils county court courts cover covid cp cpd cpp crisis culture
current currently cuts daily das data day days dcs debrief decent decision decisions definitely
demand demands department depends desk desks despite development did different difficult direct
director directors disabled discrimination do does doing dols don't done down due during duties duty
dv each early easter easy eca echr ehcp either else email emails employer employers empty encourage
england english enough eot equality equipment especially even evening ever every everybody
everybody's everyday everyone everyone's everyones everything everywhere excel excellent exceptional
exit expect expectations experience experienced extra extremely fair fairly families family
fantastic far feedback feel feeling felt few fewer finally finance find finding fine first five fix
flexibility flexible focus follow following for forget forms forward foster fostering found four
frankly free frequent from front frontline full fully further future fyi gap general generally get
getting give given go going good google got government gp gps great greater group groups had half
happy hard has have having he he's head health healthy hear help helpful her here hers herself high
higher him himself his home honest honestly honesty hopefully hos hot hour hours how however hr huge
human hybrid i i'd i'll i'm i've ict idea ideally if imagine immigration imo important improve
improved in inadequate include increase increased increasing induction information inspection
instead internal introduce involve involved iro is isn't issues isw it it'd it'll it's its job join
just keep key kind kindness know knowledge l la lac lack lado las last lately later law lead leader
leaders leadership leads learning leave legal less let letters level liquidlogic listen little local
lone long longer look lots love lovely low lower luckily lunch made main mainly make makes making
manage manageable management manager managerial managers many mash maternity maximum maybe mca me
meanwhile meeting meetings mental mentor mentoring mha microsoft might mileage minimal minimum
moderate modern money month monthly months moral morale more moreover morning mosaic most mostly
move much multi must my myself national nb nearly need needed needs neither never new newly next nhs
nice night nights no nobody nobody's none nor normal normally not nothing now nqsw nursing obviously
occasional occasionally occupational of off office officer offices ofsted often oh ok okay old on
once one only onto open opportunities opportunity option or organisation organisations ot other
others our ours ourselves out outlook outside over overall own pa paid paper paperwork parents
parking part partner partners partnership past pay peer people perhaps permanent person personal
personally physical pip place placement placements plan plans please plo plus police policies policy
poor positive possible post posts powerpoint practice practitioner practitioners praise pressure
previous previously primary principal private proactive probably problem problems process processes
professional professionals progress proper protected provide ps psw public put quality quick quite
racism rarely rather read real realistic really reasonable recent recently recognition recruit
recruitment reduce reduced reflective regarding regular regularly relationship relationships
remember remote reports require residential resource resources respect respite rest retain retention
review reviews right ring risk role roles room rooms round sadly safe safeguarding safer safety
salary same sampling scrap see seems send senior seniors serious service services several sgo she
she's short should show sick since single situation six small smaller so social some somebody
somehow someone something sometime sometimes soon sorry south speak special specialist spend staff
staffing standard standards start starting statutory stay still stop stress stressed stressful
strong students such sufficient support supported supportive sure sw swe sws system systems ta take
takes talk tbh td team teamleader teams technology ten thank thankfully thanks that that's the their
theirs them themselves then there there's therefore these they they're they've thing things think
third this those though thought three threshold thresholds through throughout thus time times tl tm
to today together told too top total totally tough toxic training transport travel treat trust
trying turnover twelve two udt uk unable under understanding unfortunately union unison unless
unmanageable unrealistic unreasonable until up upper urgent us use used useful usually vacancies
value valued various very visible visit visits volume wage wages wait waiting want was wasn't way we
we're we've wear wednesday week weekly weeks welfare well were wfh what what's whatever when
whenever where whereas whether which while whilst who who's whoever whole whom whose why wider wifi
will windows wish with within without wonderful word words work worker workers workforce working
workload workloads workplace world worried worse worst worth would write wrong year yearly years yes
yet you you're young your yours yourself youth zero zoom
"""
)
"""Words with which a sentence, or a title in the midst of one, may begin, and that follow “my
manager”. What is none of them, and has a capital letter, may be a name."""
PLACES = _words(
    """
accrington africa albania aldershot america australia aylesbury banbury bangladesh barking barnet
barnsley barnstaple basildon basingstoke bedford bedfordshire belfast berkshire berwick bexley
birkenhead birmingham blackburn blackpool bodmin bolton bournemouth bracknell bradford brazil brent
bridgwater brighton bristol brixton bromley buckinghamshire bulgaria burnley burton bury calderdale
camberley camden cameroon canada canterbury cardiff carlisle chelmsford cheltenham cheshire chester
chesterfield china chorley cleveland colchester congo cornwall cotswolds coventry crawley crewe
croydon cumbria cyprus darlington dartford derby derbyshire devon doncaster dorset dover dudley
durham ealing eastbourne edinburgh egypt enfield eritrea essex ethiopia exeter falmouth fens france
gateshead germany ghana glasgow gloucester gloucestershire goole gosport grantham gravesend greece
greenwich grimsby guildford hackney halifax halton hammersmith hampshire haringey harlow harrogate
harrow hartlepool hastings havering hereford herefordshire hertfordshire hillingdon hounslow
huddersfield hull humberside hungary huntingdon india ipswich iran iraq ireland islington israel
italy jamaica japan keighley kendal kent kenya kettering kidderminster kingston kirklees knowsley
lambeth lancashire lancaster latvia leeds leicester leicestershire lewisham lichfield lincoln
lincolnshire lithuania liverpool london loughborough lowestoft luton macclesfield maidenhead
maidstone malawi manchester mansfield margate medway merseyside merton middlesbrough midlands
morocco nepal netherlands newark newcastle newham nigeria norfolk northampton northamptonshire
northumberland northumbria norwich nottingham nottinghamshire nuneaton oldham oxford oxfordshire
pakistan penrith penzance peterborough philippines plymouth poland poole portsmouth portugal preston
ramsgate redbridge redcar redditch rochdale romania rotherham rugby runcorn russia rutland rwanda
salford salisbury sandwell scarborough scotland scunthorpe sefton selby serbia sheffield shrewsbury
shropshire sittingbourne skegness slough solihull somalia somerset southampton southend southport
southwark spain stafford staffordshire stevenage stockport stockton stoke sudan suffolk sunderland
surrey sussex sutton swansea swindon syria tameside taunton teesside telford thurrock torbay torquay
trafford trinidad truro turkey tyneside uganda ukraine vietnam wakefield wales walsall wandsworth
warrington warwick warwickshire watford wessex westminster weymouth whitby wigan wiltshire
winchester windsor wirral wokingham wolverhampton worcester worcestershire workington worksop
worthing yeovil york yorkshire zambia zimbabwe
"""
)
"""Places in England, and countries that people come from. Of a place with several words one is
here."""
EVERYDAY_PLACES = _words(
    """
bath bury deal derby dover halifax hull kent march margate poole reading rugby sandwich
"""
)
"""Places that are words or names, too: taken for places only where they have a capital letter."""
