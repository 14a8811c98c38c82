import { inWords, beginningInWords } from './numbers.ts';

/** What home and what is changing say. */
export const home = {
  home: {
    title: 'The loop',
    empty: 'Nothing is in the loop yet.',
    inLoop: (n: number) => (n === 1 ? 'One thing is in the loop.' : `${n} things are in the loop.`),
    noneLate: 'None is late.',
    late: (late: number, worst: string, inWorst: number) => {
      const verb = late === 1 ? 'is' : 'are';
      if (inWorst === late)
        return `${beginningInWords(late)} ${verb} late, ${late === 1 ? '' : late === 2 ? 'both ' : 'all '}in ${worst}.`;
      return `${beginningInWords(late)} ${verb} late, ${inWords(inWorst)} of them in ${worst}.`;
    },
    loopLabel: 'The loop, stage by stage',
    youSaid: '“what you said”',
    weDid: 'what we did, and whether it helped',
    key: { one: 'one waiting', ten: 'ten waiting', mine: 'mine', late: 'late' },
    tenEach: 'one mark is ten',
    oldest: 'oldest',
    lateCount: (n: number) => `${n} late`,
    mineCount: (n: number) => `${n} mine`,
    nothingWaits: 'nothing waits',
    mine: (name: string) => `Yours to move, ${name}`,
    soonestFirst: (n: number) => `${n}, soonest first`,
    more: (n: number) => `${n} more`,
    nothingMine: 'Nothing is yours to move.',
    nothingMineHint: 'What becomes yours shows here, soonest first. Until then, the inbox is a good place to help.',
    toInbox: 'Open the triage inbox',
    saidDid: 'You said, we did',
    allChanges: 'All that is changing',
    noSaidDid: 'Nothing has come back yet.',
    noSaidDidHint:
      'As soon as something that people said is decided, their words and what we did about them stand here side by side.',
    tell: 'Tell us what got in your way',
    shipped: (day: string) => `shipped ${day}`,
    decided: (day: string) => `decided ${day}`,
    why: 'the full reason',
    outcomes: { met: 'met', not_met: 'not met', cant_tell: 'can’t tell', pending: 'being measured' },
    helped: (yes: number, answered: number) => `${yes} of ${answered} say it helped`,
    and: ', and ',
  },
  units: {
    signals: (n: number) => (n === 1 ? 'signal' : 'signals'),
    problems: (n: number) => (n === 1 ? 'problem' : 'problems'),
    proposals: (n: number) => (n === 1 ? 'proposal' : 'proposals'),
    decisions: (n: number) => (n === 1 ? 'decision' : 'decisions'),
    'work items': (n: number) => (n === 1 ? 'work item' : 'work items'),
    changes: (n: number) => (n === 1 ? 'change' : 'changes'),
    rollouts: (n: number) => (n === 1 ? 'rollout' : 'rollouts'),
    outcomes: (n: number) => (n === 1 ? 'outcome' : 'outcomes'),
    drafts: (n: number) => (n === 1 ? 'draft' : 'drafts'),
    replies: (n: number) => (n === 1 ? 'reply' : 'replies'),
    reviews: (n: number) => (n === 1 ? 'review' : 'reviews'),
  } as Readonly<Record<string, (n: number) => string>>,
  stagePage: {
    mine: 'Yours to move here',
    nothingMine: 'Nothing in this stage is yours to move.',
    lede: (n: number, waiting: string, oldest: string | null) =>
      `${waiting} ${n === 1 ? 'waits' : 'wait'} here${oldest ? `, ${n === 1 ? '' : 'the oldest '}for ${oldest}` : ''}.`,
    nothing: 'Nothing waits here.',
  },
  changing: {
    title: 'What’s changing',
    lede: 'What people said, and what we did about it. Each “no” has its reason.',
  },
};
