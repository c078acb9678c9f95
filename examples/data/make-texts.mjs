// Writes examples/data/stories (short stories for language models) and examples/data/notes (notes about four subjects, some of
// them labelled). Made of words and rules of our own; the same bytes every time.  node examples/data/make-texts.mjs
import { mkdirSync, writeFileSync } from 'node:fs';

let state = 0x5eed;
/** A small generator (xorshift), so that no machine makes other texts. */
const random = (below) => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
};
const pick = (list) => list[random(list.length)];
const write = (name, text) => writeFileSync(new URL(name, import.meta.url), text);
for (const directory of ['stories', 'notes'])
  mkdirSync(new URL(`./${directory}/`, import.meta.url), { recursive: true });

const PEOPLE = [
  ['Mara', 'she', 'her'],
  ['Tom', 'he', 'his'],
  ['Ines', 'she', 'her'],
  ['Paul', 'he', 'his'],
  ['Lena', 'she', 'her'],
  ['Otto', 'he', 'his'],
  ['Nora', 'she', 'her'],
  ['Karl', 'he', 'his'],
];
const TRADES = ['baker', 'sailor', 'teacher', 'gardener', 'miller', 'painter'];
const PLACES = ['the river', 'the old bridge', 'the market', 'the harbour', 'the mill', 'the north gate'];
const COLOURS = ['red', 'silver', 'green', 'black', 'white'];
const THINGS = ['lantern', 'kettle', 'violin', 'basket', 'clock', 'umbrella'];
const WEATHER = ['It was raining.', 'The sun was low.', 'There was snow on the roofs.', 'A cold wind blew.'];

/** Who, where and what return again and again: what comes next depends on words far back. */
function story() {
  const [name, they, their] = pick(PEOPLE);
  const [friend] = pick(PEOPLE.filter(([other]) => other !== name));
  const [place, other] = [pick(PLACES), pick(PLACES)];
  const thing = `${pick(COLOURS)} ${pick(THINGS)}`;
  const They = they[0].toUpperCase() + they.slice(1);
  const begin = pick([
    `${name} the ${pick(TRADES)} lived near ${place} and owned a ${thing}.`,
    `There was a ${pick(TRADES)} called ${name} who kept a ${thing} at ${place}.`,
  ]);
  const loss = pick([
    `One morning the ${thing} was gone, and ${name} asked ${friend} about it.`,
    `One evening ${name} came home and could not find the ${thing}, so ${they} called ${friend}.`,
  ]);
  const search = pick([
    `${friend} had seen ${their} ${thing} near ${other}.`,
    `They looked behind ${place} first, and then ${friend} walked to ${other}.`,
  ]);
  const end = pick([
    `${They} found the ${thing} there, thanked ${friend}, and went back to ${place}.`,
    `The ${thing} was lying there, and ${friend} gave it back to ${name}.`,
    `Nobody found the ${thing} that day, but ${friend} bought ${name} a new one.`,
  ]);
  return [begin, pick(WEATHER), loss, search, end].join(' ');
}
write('stories/stories.txt', `${Array.from({ length: 900 }, story).join('\n\n')}\n`);

const SUBJECTS = {
  garden:
    'tulip spade compost hedge rake lawn orchard blossom weed trowel rose fern greenhouse bulb shrub soil',
  kitchen:
    'oven flour spoon butter recipe dough pepper saucepan whisk soup onion stove ladle garlic sugar pan',
  railway:
    'locomotive platform signal carriage ticket tunnel conductor whistle junction boiler timetable siding engine buffer wagon terminus',
  sea: 'anchor tide sail harbour wave lighthouse deck rudder gull compass captain reef mast cargo buoy pilot',
};
const COMMON = ['new', 'old', 'two', 'for', 'with', 'and'];

/** Key words of one subject, and some that belong to none. */
function note() {
  const subject = pick(Object.keys(SUBJECTS));
  const words = SUBJECTS[subject].split(' ');
  const text = Array.from({ length: 5 + random(3) }, () => pick(random(4) === 0 ? COMMON : words)).join(' ');
  return { text, subject };
}
const notes = (count) => Array.from({ length: count }, note);
const jsonl = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
write(
  'notes/unlabelled.txt',
  `${notes(3_000)
    .map(({ text }) => text)
    .join('\n')}\n`,
);
// As many of each subject.
const many = notes(400);
write(
  'notes/labelled.jsonl',
  jsonl(
    Object.keys(SUBJECTS).flatMap((subject) => many.filter((each) => each.subject === subject).slice(0, 6)),
  ),
);
write('notes/test.jsonl', jsonl(notes(400)));
