// Lets labelled reports come in again, one after the other, and asks for each what a person would have been shown.
import { bm25, type LengthedCandidate, termsOf } from '@hearback/domain/text';
import type { Hearback } from '../hearback.ts';
import type { LabelledReports, Report } from './labelled-reports.ts';

/** What was found for one report among the earlier ones of its source. */
export type Found = {
  readonly report: string;
  readonly source: string;
  /** Ids of reports, best first. */
  readonly ranked: readonly string[];
  readonly topScore: number;
  /** Whether the first was shown as probably the same. */
  readonly isShown: boolean;
  readonly elapsedMs: number;
  /** What BM25 finds with the same tokens among the same reports; left out where nobody said what is right. */
  readonly baseline: readonly string[] | undefined;
};

/** So many are looked at; what comes later counts as not found. */
const depth = 10;
/** So many reports without a known duplicate are asked about, at most. */
const mostOthers = 400;
/** So many reports are submitted at once where nothing is asked in between. */
const atOnce = 8;
/** As long as a signal's title may be; the rest goes before the description. */
const longestTitle = 200;

type SimilarAnswer = { items: { reference: string; score: number; likely: boolean }[] };

export type Pace = { readonly signal: AbortSignal; readonly onReport: () => void };

type Words = { readonly title: string; readonly description: string };
type Post = <Answer>(path: string, body: unknown) => Promise<Answer>;

/** The words of a report as somebody would submit them. */
function wordsOf(report: Report): Words {
  const rest = report.title.slice(longestTitle);
  return {
    title: report.title.slice(0, longestTitle),
    description: rest === '' ? report.body : `${rest}\n\n${report.body}`,
  };
}

/** A workspace of its own, spoken to over the routes that serve people, in this process. */
async function openWorkspace(hearback: Hearback, slug: string): Promise<Post> {
  const { workspaces } = hearback.stages.charter;
  const made = await workspaces.make({ slug, name: slug, adminName: 'Evaluation' });
  const { secret } = await workspaces.adminToken(made, 7);
  return async <Answer>(path: string, body: unknown): Promise<Answer> => {
    const request = new Request(`http://127.0.0.1/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const response = await hearback.app.fetch(request);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as Answer;
  };
}

/** BM25 over the earlier reports, kept in memory: the bar, not the product. */
function createBaseline() {
  const candidates: LengthedCandidate[] = [];
  const documentFrequency = new Map<string, number>();
  let length = 0;
  return {
    add: (id: string, words: Words): void => {
      const terms = new Map(
        [...termsOf({ title: words.title, body: words.description })].map(([term, use]) => [term, use.tf]),
      );
      const own = [...terms.values()].reduce((sum, tf) => sum + tf, 0);
      candidates.push({ id, terms, length: own });
      length += own;
      for (const term of terms.keys()) documentFrequency.set(term, (documentFrequency.get(term) ?? 0) + 1);
    },
    ranked: (words: Words): string[] => {
      const documents = candidates.length;
      const statistics = { documents, documentFrequency, includesQuery: false, averageLength: length / documents };
      return bm25(termsOf({ title: words.title, body: words.description }), candidates, statistics)
        .slice(0, depth)
        .map(({ id }) => id);
    },
  };
}

/** What a person who is about to submit these words is shown. */
async function look(post: Post, report: Report, known: ReadonlyMap<string, string>): Promise<Omit<Found, 'baseline'>> {
  const { title, description } = wordsOf(report);
  const started = performance.now();
  const { items } = await post<SimilarAnswer>('/similar', {
    title,
    body: description,
    kinds: ['signal'],
    limit: depth,
  });
  return {
    report: report.id,
    source: report.source,
    ranked: items.map(({ reference }) => known.get(reference) ?? reference),
    topScore: items[0]?.score ?? 0,
    isShown: items[0]?.likely ?? false,
    elapsedMs: performance.now() - started,
  };
}

/**
 * Whom to ask about: every labelled duplicate, and of the others every so-manieth, so that a replay ends in minutes. Each
 * question waits until everything before it is indexed, and that is what takes the time.
 */
function chosen(labelled: LabelledReports): ReadonlySet<string> {
  const others = [...labelled.sources.values()]
    .flat()
    .filter(({ id }) => !labelled.duplicates.has(id) && !labelled.unlinked.has(id));
  const step = Math.max(1, Math.ceil(others.length / mostOthers));
  return new Set([
    ...labelled.duplicates.keys(),
    ...others.filter((_, index) => index % step === 0).map(({ id }) => id),
  ]);
}

/** Submits reports, some at once; `settled` is when all of them are there. */
function createSubmission(post: Post, pace: Pace) {
  const references = new Map<string, string>();
  const underWay: Promise<void>[] = [];
  const submit = async (report: Report): Promise<void> => {
    const said = { ...wordsOf(report), source_id: report.id };
    const receipt = await post<{ signal: { reference: string } }>('/signals', said);
    references.set(receipt.signal.reference, report.id);
    pace.onReport();
  };
  const settled = async (): Promise<void> => {
    await Promise.all(underWay.splice(0));
  };
  return {
    /** Report ids by the reference each got. */
    references,
    settled,
    begin: async (report: Report): Promise<void> => {
      if (underWay.length >= atOnce) await settled();
      underWay.push(submit(report));
    },
  };
}

/**
 * Replays every source in a workspace of its own, so that each has its own index. A report is looked for before it is
 * submitted, when all earlier ones are indexed and no later one is there.
 */
export async function replay(hearback: Hearback, labelled: LabelledReports, pace: Pace): Promise<Found[]> {
  const found: Found[] = [];
  const asked = chosen(labelled);
  for (const [number, reports] of [...labelled.sources.values()].entries()) {
    pace.signal.throwIfAborted();
    const post = await openWorkspace(hearback, `evaluation-${number + 1}`);
    const baseline = createBaseline();
    const submission = createSubmission(post, pace);
    for (const report of reports) {
      if (pace.signal.aborted) await submission.settled();
      pace.signal.throwIfAborted();
      if (asked.has(report.id)) {
        await submission.settled();
        await hearback.settle();
        const ranked = labelled.duplicates.has(report.id) ? baseline.ranked(wordsOf(report)) : undefined;
        found.push({ ...(await look(post, report, submission.references)), baseline: ranked });
      }
      await submission.begin(report);
      baseline.add(report.id, wordsOf(report));
    }
    await submission.settled();
  }
  return found;
}
