import type { Day } from "../../app/domain/directory/vocabulary.ts";

/** Words that `generate.ts` tells the written samples anew with. Of no organisation, street or person in particular. */

export const BRANDS = [
  "Alder", "Amber", "Apple Tree", "Ashlar", "Badger", "Barley", "Beacon", "Bellflower", "Birch", "Bluebell", "Bracken", "Bramble", "Brook", "Butterwort",
  "Candle", "Cartwheel", "Catkin", "Chestnut", "Clover", "Cobbler", "Compass", "Copper", "Cornflower", "Cowslip", "Curlew", "Daisy", "Damson", "Dandelion",
  "Dovecote", "Elder", "Fern", "Fiddler", "Finch", "Flint", "Foxtail", "Garland", "Goldcrest", "Gorse", "Harebell", "Harvest", "Hawthorn", "Hazel",
  "Heather", "Heron", "Hollyhock", "Honeycomb", "Hornbeam", "Ivy", "Jackdaw", "Juniper", "Kestrel", "Kingfisher", "Lantern", "Lapwing", "Larch", "Lavender",
  "Linnet", "Lupin", "Magpie", "Mallow", "Maple", "Marigold", "Meadow", "Merlin", "Mistle", "Nightjar", "Nutmeg", "Oakapple", "Orchard", "Osier",
  "Otter", "Paper Boat", "Pebble", "Periwinkle", "Plover", "Poppy", "Primrose", "Quince", "Redwing", "Robin", "Rowan", "Sandpiper", "Sedge", "Skylark",
  "Snowdrop", "Sorrel", "Sparrow", "Starling", "Sundial", "Swallow", "Sycamore", "Tansy", "Teasel", "Thimble", "Thistle", "Three Elms", "Tinder", "Umbrella",
  "Wagtail", "Walnut", "Waterwheel", "Weaver", "Willow", "Windmill", "Woodbine", "Woodpecker", "Wren", "Yarrow",
] as const;

export const PLACES = [
  "Acre", "Bank", "Bridge", "Close", "Corner", "Court", "Croft", "Cross", "Dell", "Farm", "Field", "Ford", "Garden", "Gate", "Green", "Grove",
  "Hill", "House", "Junction", "Kitchen", "Lane", "Lodge", "Loft", "Mill", "Nest", "Patch", "Path", "Place", "Pond", "Row", "Shed", "Square",
  "Stile", "Street", "Terrace", "Walk", "Well", "Wharf", "Wood", "Yard",
] as const;

export const VENUES = [
  "Hall", "Community Centre", "Leisure Centre", "Village Hall", "Church Rooms", "Primary School", "School", "Family Hub", "Library", "Scout Hut",
  "Arts Centre", "Sports Hall", "Clinic", "Health Centre", "Children's Centre", "Youth Centre", "Farm", "Studio", "Social Club", "Pool",
] as const;

export const STREETS = [
  "Abbey Road", "Albert Street", "Ash Grove", "Barrack Lane", "Bell Street", "Bridge Street", "Brewery Lane", "Castle Hill", "Chapel Lane", "Church Road",
  "Coldharbour Lane", "College Road", "Crown Street", "Duke Street", "East Street", "Ferry Road", "Foundry Lane", "George Street", "Green Lane", "High Street",
  "Hospital Road", "Kiln Lane", "London Road", "Maltings Lane", "Market Place", "Meadow Way", "Mill Lane", "New Street", "North Street", "Orchard Road",
  "Park Road", "Pound Lane", "Priory Road", "Queen's Road", "Recreation Road", "River Lane", "School Lane", "Sluice Road", "South Street", "Spring Lane",
  "Station Road", "Tannery Lane", "The Causeway", "The Green", "Victoria Road", "Vicarage Lane", "Warren Road", "Water Lane", "West Street", "Windmill Hill",
] as const;

export const FIRST_NAMES = [
  "Abigail", "Adebayo", "Aisha", "Alan", "Alicja", "Amara", "Anita", "Anwen", "Asif", "Barbara", "Beatriz", "Benedict", "Bogdan", "Bridget", "Callum",
  "Carol", "Chidi", "Claire", "Conor", "Cristina", "Danielle", "Dawid", "Debbie", "Diego", "Dilys", "Edith", "Ekaterina", "Elaine", "Emeka", "Faisal",
  "Farah", "Fergus", "Fiona", "Florin", "Frances", "Gemma", "Gloria", "Grace", "Gurdeep", "Halina", "Hannah", "Harold", "Hassan", "Helen", "Ibrahim",
  "Imogen", "Iris", "Ismail", "Jamila", "Janet", "Jasmin", "Joanna", "Joseph", "Karim", "Kathleen", "Kelly", "Kwame", "Latoya", "Laura", "Leonie",
  "Liam", "Lucy", "Magda", "Malik", "Manpreet", "Marek", "Martha", "Michelle", "Mohammed", "Monica", "Naomi", "Neil", "Nicola", "Nimmi", "Obinna",
  "Olga", "Patrick", "Pauline", "Peter", "Petra", "Rachel", "Rafal", "Rekha", "Roger", "Rosemary", "Sabina", "Sally", "Samuel", "Sandra", "Saskia",
  "Sean", "Shirin", "Simon", "Sofia", "Stella", "Sushila", "Tamsin", "Tasneem", "Thelma", "Thomas", "Tracey", "Usha", "Valerie", "Victor", "Wanda",
  "Wendell", "Winifred", "Xiomara", "Yetunde", "Yvonne", "Zack", "Zara",
] as const;

export const DAY_NAMES: Readonly<Record<Day, string>> = {
  mo: "Monday", tu: "Tuesday", we: "Wednesday", th: "Thursday", fr: "Friday", sa: "Saturday", su: "Sunday",
};

/** Between what it is and who runs it. */
export const ACTIVITIES_END = ["at", "with", "from", "by"] as const;

interface Told {
  town: string;
  person: string;
  brand: string;
}

interface Chance {
  between(low: number, high: number): number;
  of<T>(list: readonly T[]): T;
}

/** Things that any service may say of itself; each with numbers and words of its own. */
export const PARAGRAPHS: readonly ((told: Told, dice: Chance) => string)[] = [
  ({ person }, dice) => `${person} started this in ${dice.between(1998, 2025)} with ${dice.between(3, 12)} families. There are ${dice.between(14, 140)} now, and most weeks somebody new comes.`,
  ({ town }, dice) => `We are ${dice.between(2, 15)} minutes' walk from the ${dice.of(["bus station", "railway station", "market square", "high street", "park gates"])} in ${town}. ${dice.of(["The pavement is flat all the way.", "There is one steep kerb.", "Ask us for a map with photos.", "Someone can meet you there the first time."])}`,
  (_told, dice) => `We keep groups to ${dice.between(4, 16)}, with at least one adult to every ${dice.between(2, 5)}. ${dice.of(["On a busy day we close the door rather than squeeze one more in.", "If your child needs more than that, tell us and we will plan it.", "Brothers and sisters count too."])}`,
  ({ person }, dice) => `Ask for ${person} when you first ${dice.of(["ring", "come", "write", "message"])}. ${dice.of(["You will get the same person each time.", "You don't need to explain everything twice.", "If it is a bad morning, say so and we will find another."])}`,
  (_told, dice) => `Bring ${dice.of(["a drink and a snack", "clothes that can get wet", "indoor shoes", "ear defenders if your child likes them", "a favourite toy", "any medicine in its box"])} and ${dice.of(["a change of clothes", "a coat, whatever the weather", "your child's communication book", "nothing else"])}. ${dice.of(["We have spares.", "Label it if you want it back.", "Lost things live in the blue box."])}`,
  ({ brand }, dice) => `${brand} is run by ${dice.between(3, 9)} staff and about ${dice.between(5, 60)} volunteers. ${dice.of(["All have had enhanced checks.", "Two are trained in epilepsy first aid.", "Most have a disabled child themselves.", "Several sign."])}`,
  (_told, dice) => `Money comes from ${dice.of(["the town council", "a lottery grant", "the parish", "families' own fund-raising", "a local building firm", "the county's short breaks budget"])} until ${dice.of(["March", "July", "September", "December"])} next year. ${dice.of(["After that we hope to go on.", "We will tell you early if anything changes.", "Nobody has ever been turned away for not paying."])}`,
  (_told, dice) => `If your child is ${dice.of(["frightened", "overwhelmed", "tired", "too excited"])}, there is ${dice.of(["a small room with beanbags", "a garden with a gate", "a tent with cushions", "a corner behind the bookcase", "a corridor with nothing in it"])}. ${dice.of(["Nobody minds noise.", "Come and go as you like.", "You can leave early and come back next week."])}`,
  ({ town }, dice) => `Families come from ${town} and up to ${dice.between(5, 25)} miles round. ${dice.of(["Some share lifts.", "The car park is free after 4pm.", "The last bus back is at 7.10pm.", "There are six Blue Badge bays."])}`,
  (_told, dice) => `Last year we asked everybody what to change. ${dice.of(["They wanted shorter sessions, so now they are.", "They wanted warm drinks for parents, and got them.", "They wanted fewer forms: it is one page.", "Teenagers wanted their own hour, without little ones."])}`,
];
