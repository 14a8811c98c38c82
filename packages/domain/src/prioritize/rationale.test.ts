import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { rationaleFile, type RationaleFacts } from './index.ts';

const facts: RationaleFacts = {
  reference: 'D-61',
  title: 'Keep warm images on every node pool',
  result: 'accept',
  date: '2026-09-04',
  decidedBy: 'Kwame Boateng',
  assessedBy: [{ name: 'Hanna "H" Virtanen', function: 'security' }],
  informed: ['31 people who spoke'],
  context: 'People wait for images.\n\n# Not a heading of the file\n---\n',
  problems: [{ reference: 'P-88', title: 'Jobs wait for images', people: 1, teams: 9 }],
  quotes: [{ text: 'Twelve minutes for a job\nof ninety seconds.', reference: 'S-1042' }],
  drivers: ['Errors teach'],
  options: [
    {
      title: 'Warm images',
      isChosen: true,
      good: ['one flag'],
      bad: ['18 GB of disk'],
      score: { low: 7.2, high: 8.1 },
    },
    { title: 'Smaller images', isChosen: false, good: [], bad: ['asks 40 teams for work'] },
  ],
  because: 'it can be undone by one flag.',
  wouldChangeOurMind: [],
  consequences: { good: ['jobs start sooner'], bad: [] },
  criteria: [{ metric: 'Median wait', baseline: '11.8 min', target: '6 min', smallestEffect: '2 min', windowDays: 14 }],
  concerns: [
    {
      raisedBy: 'Hanna Virtanen',
      text: 'A warm image is an old image.',
      answer: 'Refreshed each night.',
      ending: 'resolved',
    },
  ],
  replay: {
    formula: 'Weighted criteria',
    formulaVersion: 1,
    weights: [{ label: 'Value', weight: 0.4 }],
    seed: 20260904,
    draws: 10_000,
    score: 7.64,
  },
};

test('the rationale has the front matter and the headings of MADR 4.0.0, in order', () => {
  const file = rationaleFile(facts);
  const [, front, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(file)!;
  expect(parse(front!)).toEqual({
    status: 'accepted',
    date: '2026-09-04',
    'decision-makers': ['Kwame Boateng'],
    consulted: ['Hanna "H" Virtanen (security)'],
    informed: ['31 people who spoke'],
  });
  expect(body!.split('\n').filter((line) => line.startsWith('#'))).toEqual([
    '# Keep warm images on every node pool',
    '## Context and Problem Statement',
    '## Decision Drivers',
    '## Considered Options',
    '## Decision Outcome',
    '### Consequences',
    '### Confirmation',
    '## Pros and Cons of the Options',
    '### Warm images',
    '### Smaller images',
    '## More Information',
  ]);
  expect(body).toContain('Chosen option: "Warm images", because it can be undone by one flag.');
  expect(body).toContain('(1 person in 9 teams)');
  expect(body).toContain('> Twelve minutes for a job\n> of ninety seconds.\n>\n> S-1042');
  expect(body).toContain('seed 20260904');
});

test('a "no" says why and what would change our mind, and empty sections are left out', () => {
  const no = rationaleFile({
    ...facts,
    result: 'decline',
    options: [],
    drivers: [],
    consequences: { good: [], bad: [] },
    criteria: [],
    wouldChangeOurMind: ['Staging clusters per team'],
  });
  expect(no).toContain('status: "rejected"');
  expect(no).toContain('What would change our mind:\n\n* Staging clusters per team');
  expect(no).not.toContain('Considered Options');
  expect(no).not.toContain('Confirmation');
});

test('a decision whose place another took says which', () => {
  expect(rationaleFile({ ...facts, supersededBy: 'D-70' })).toContain('status: "superseded by D-70"');
});
