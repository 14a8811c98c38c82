import { Refusal } from '../record/index.ts';

/** "This problem is the same as that one": the merged problem points at the one that goes on. */
export type MergeLink = { readonly mergedId: string; readonly intoId: string };

/** Whom a signal speaks for. Ids of people and of respondents never meet; a respondent counts, but is no person here. */
export type Voice = {
  readonly signalId: string;
  readonly problemId: string;
  readonly reporterId?: string;
  readonly respondentId?: string;
  /** The person on whose behalf it was said: they count, and the messenger does not. */
  readonly onBehalfOfId?: string;
  readonly teamId?: string;
};

/** How many speak, each once. */
export type VoiceCount = { readonly people: number; readonly teams: number; readonly signals: number };

/** The problem that `id` goes on as: follows merge links to their end; `id` itself when it is not merged. */
export function canonicalOf(links: readonly MergeLink[], id: string): string {
  const next = new Map(links.map((link) => [link.mergedId, link.intoId]));
  let at = id;
  for (let into = next.get(at); into !== undefined; into = next.get(at)) at = into;
  return at;
}

/** All problems that go on as the same one as `id`, itself included, sorted. */
export function mergedWith(links: readonly MergeLink[], id: string): readonly string[] {
  const canonical = canonicalOf(links, id);
  const ids = new Set([canonical, id, ...links.map(({ mergedId }) => mergedId)]);
  return [...ids].filter((candidate) => canonicalOf(links, candidate) === canonical).toSorted();
}

/**
 * Adds the link from the merged problem to the one that was chosen. Only a link is written: signals, followers and
 * comments stay where they are, which is why `unmerge` is the exact inverse at any later time.
 * @throws Refusal `merge_same`, `already_merged` (unmerge first), or `merge_cycle`
 */
export function merge(links: readonly MergeLink[], mergedId: string, intoId: string): readonly MergeLink[] {
  if (mergedId === intoId) {
    throw new Refusal('merge_same', 'A problem cannot be merged into itself.', { remedy: 'Choose another problem.' });
  }
  const present = links.find((link) => link.mergedId === mergedId);
  if (present) {
    throw new Refusal('already_merged', 'This problem is merged already.', {
      remedy: 'Unmerge it first, or merge the problem that it went into.',
      facts: { intoId: present.intoId },
    });
  }
  if (canonicalOf(links, intoId) === mergedId) {
    throw new Refusal('merge_cycle', 'The chosen problem is itself merged into this one.', {
      remedy: 'Merge the other way round, or unmerge the chosen problem first.',
      facts: { mergedId, intoId },
    });
  }
  return [...links, { mergedId, intoId }];
}

/**
 * Removes the link of a merged problem; whatever was merged into it comes along.
 * @throws Refusal `not_merged`
 */
export function unmerge(links: readonly MergeLink[], mergedId: string): readonly MergeLink[] {
  const rest = links.filter((link) => link.mergedId !== mergedId);
  if (rest.length === links.length) {
    throw new Refusal('not_merged', 'This problem is not merged.', { remedy: 'Nothing needs to be undone.' });
  }
  return rest;
}

/**
 * Counts a problem's voices over all that is merged with it: distinct people (who spoke, or for whom somebody did),
 * respondents of imports among them, and distinct teams. The same person in two merged problems is one person. An
 * anonymous signal without any voice adds a signal and nobody.
 */
export function countVoices(links: readonly MergeLink[], problemId: string, voices: readonly Voice[]): VoiceCount {
  const canonical = canonicalOf(links, problemId);
  const heard = voices.filter((voice) => canonicalOf(links, voice.problemId) === canonical);
  return {
    people: distinct(heard.map(speaker)),
    teams: distinct(heard.map(({ teamId }) => teamId)),
    signals: distinct(heard.map(({ signalId }) => signalId)),
  };
}

function speaker(voice: Voice): string | undefined {
  const personId = voice.onBehalfOfId ?? voice.reporterId;
  if (personId !== undefined) return `person ${personId}`;
  return voice.respondentId === undefined ? undefined : `respondent ${voice.respondentId}`;
}

function distinct(values: readonly (string | undefined)[]): number {
  return new Set(values.filter((value) => value !== undefined)).size;
}
