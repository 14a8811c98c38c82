// The verbs that the story is written in. Each is one thing that somebody does at a moment; what they mean is Hearback’s own
// operations, so a story file holds words and numbers and nothing else.
import type { Moment } from './story-time.ts';
import type { Telling } from './telling.ts';

/** One thing that happens in the story, and when. */
export type Beat = { readonly when: Moment; readonly tell: (telling: Telling) => Promise<void> };

type Body = Readonly<Record<string, unknown>>;
type Answered = { readonly id: string; readonly version: number };

function beat(when: Moment, tell: (telling: Telling) => Promise<unknown>): Beat {
  return {
    when,
    tell: async (telling) => {
      await tell(telling);
    },
  };
}

/** Makes a record that the story calls `name` from here on; its collection is the last part of the path. */
export function makes(when: Moment, who: string, name: string, path: string, body: Body): Beat {
  return beat(when, async (telling) => {
    const answer = await telling.make(who, path, body);
    telling.keep(name, path.slice(path.lastIndexOf('/')), answer as Answered);
  });
}

/** Does something to a record: `does(when, 'leila', 'dns', '/merge', { … })`. */
export function does(when: Moment, who: string, name: string, verb: `/${string}`, body: Body = {}): Beat {
  return beat(when, (telling) => telling.act(who, 'POST', name, verb, body));
}

/** Changes fields of a record. */
export function changes(when: Moment, who: string, name: string, body: Body): Beat {
  return beat(when, (telling) => telling.act(who, 'PATCH', name, '', body));
}

/** Adds something that the story does not speak of again. */
export function adds(when: Moment, who: string, path: string, body: Body): Beat {
  return beat(when, (telling) => telling.make(who, path, body));
}

export function puts(when: Moment, who: string, path: string, body: Body): Beat {
  return beat(when, (telling) => telling.put(who, path, body));
}

/** Gives a name to the newest record of a list, for what Hearback made by itself. */
export function finds(when: Moment, who: string, name: string, list: string): Beat {
  return beat(when, async (telling) => {
    const { items } = await telling.read(who, list);
    const [found] = items as Answered[];
    if (!found) throw new Error(`The story finds nothing at ${list}.`);
    telling.keep(name, list.replace(/\?.*/, ''), found);
  });
}

/** What somebody says: a title, and whatever else a signal holds. */
export type Said = Body & { readonly title: string };

export function says(when: Moment, who: string, name: string, said: Said): Beat {
  return beat(when, async (telling) => {
    const { signal } = await telling.make(who, '/signals', { channel: 'form', ...said });
    telling.keep(name, '/signals', signal as Answered);
  });
}

/** Somebody who triages folds signals into a problem. */
export function folds(when: Moment, who: string, name: string, signals: readonly string[], body: Body): Beat {
  return makes(when, who, name, '/problems', { ...body, signal_ids: signals.map((signal) => `@${signal}`) });
}

export function attaches(when: Moment, who: string, problem: string, signals: readonly string[], why?: string): Beat {
  const signal_ids = signals.map((signal) => `@${signal}`);
  return does(when, who, problem, '/attach', why === undefined ? { signal_ids } : { signal_ids, reason: why });
}

/** The one dialog of the fix lane; its decision is called `<name>-decision`. */
export function fixes(when: Moment, who: string, name: string, problem: string, body: Body): Beat {
  return beat(when, async (telling) => {
    const answer = await telling.make(who, `/problems/@${problem}/fix`, { questions: {}, ...body });
    telling.keep(name, '/work-items', answer['work_item'] as Answered);
    telling.keep(`${name}-decision`, '/decisions', { id: (answer['decision'] as Answered).id });
  });
}

/** A reply that everybody reads, or with `team_note` one for the owner’s side. */
export function replies(
  when: Moment,
  who: string,
  [kind, name]: readonly [kind: string, name: string],
  body: string,
  reach: 'public_reply' | 'team_note' = 'public_reply',
): Beat {
  return adds(when, who, '/comments', { record_kind: kind, record_id: `@${name}`, reach, body });
}

/** Moves a rollout by hand. */
export function rolls(when: Moment, who: string, rollout: string, act: string, reason: string): Beat {
  return does(when, who, rollout, '/move', { act, reason });
}

/** Moves work along. */
export function moves(when: Moment, who: string, item: string, to: string, note?: string): Beat {
  return does(when, who, item, '/move', note === undefined ? { to } : { to, note });
}

/** Completes work: each of its criteria was tested, and passed with this note. */
export function completes(when: Moment, who: string, item: string, note: string): Beat {
  return beat(when, async (telling) => {
    const { criteria } = await telling.read(who, `/work-items/@${item}`);
    for (const { id } of criteria as { id: string }[])
      await telling.act(who, 'POST', item, '/check-criterion', { criterion_id: id, result: 'passed', note });
    await telling.act(who, 'POST', item, '/move', { to: 'completed' });
  });
}

/** Answers that were gathered elsewhere, `<name>-1` and so on from here. */
export function imports(when: Moment, who: string, name: string, rows: readonly Body[]): Beat {
  return beat(when, async (telling) => {
    const report = await telling.send(who, '/imports/feedback', { rows });
    for (const { row, reference } of report['rows'] as { row: number; reference: string }[])
      telling.keep(`${name}-${row}`, '/signals', (await telling.read(who, `/signals/${reference}`)) as Answered);
  });
}

/** Somebody who was asked says whether it helped. */
export function answersHelp(
  when: Moment,
  who: string,
  decision: string,
  helped: 'yes' | 'partly' | 'no',
  words?: string,
): Beat {
  return beat(when, async (telling) => {
    const { items } = await telling.read(who, `/help-questions?mine=true&decision_id=@${decision}`);
    const [question] = items as Answered[];
    if (!question) throw new Error(`${who} was not asked whether ${decision} helped.`);
    const name = `${decision}-${who}`;
    telling.keep(name, '/help-questions', question);
    await telling.act(who, 'POST', name, '/answer', words === undefined ? { helped } : { helped, words });
  });
}

const dayMs = 86_400_000;

/** Values of a decision's first success criterion, one a calendar day at noon: those that end before a day, or that start after it. */
export function measures(
  when: Moment,
  who: string,
  decision: string,
  { day, side, values }: { day: number; side: 'before' | 'after'; values: readonly number[] },
): Beat {
  return beat(when, async (telling) => {
    const { success_criteria } = await telling.read(who, `/decisions/@${decision}`);
    const [criterion] = success_criteria as { id: string }[];
    const noon = telling.instantOf({ day, time: '12:00' }).getTime();
    const first = side === 'before' ? noon - values.length * dayMs : noon;
    const measurements = values.map((value, index) => ({
      criterion_id: criterion?.id,
      at: new Date(first + index * dayMs).toISOString(),
      value,
    }));
    const { taken } = await telling.send(who, '/measurements', { measurements });
    if (taken !== values.length) throw new Error(`Only ${String(taken)} of ${values.length} measurements were taken.`);
  });
}
