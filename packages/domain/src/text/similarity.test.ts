import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bm25, documentNorm, rarestTerms, scoreCandidates, type CorpusStatistics } from './similarity.ts';
import { termsOf, type Terms } from './terms.ts';

const texts = {
  quota: { title: 'Quota exceeded error does not name the quota', body: 'Deploy fails with QuotaExceededException.' },
  quotaAgain: { title: 'Which quota is exceeded?', body: 'The deploy says quotas were exceeded, nothing else.' },
  logs: { title: 'Build logs vanish after a week', body: 'I wanted to compare two builds.' },
  trace: { title: 'Trace search is slow', body: 'Searching traces of two days takes a minute after a deploy.' },
};

function tfOf(terms: Terms): Map<string, number> {
  return new Map([...terms].map(([term, use]) => [term, use.tf]));
}

function corpusOf(documents: Readonly<Record<string, { title: string; body: string }>>, includesQuery: boolean) {
  const entries = Object.entries(documents).map(([id, text]) => ({ id, terms: tfOf(termsOf(text)) }));
  const documentFrequency = new Map<string, number>();
  for (const entry of entries)
    for (const term of entry.terms.keys()) documentFrequency.set(term, (documentFrequency.get(term) ?? 0) + 1);
  const statistics: CorpusStatistics = { documents: entries.length, documentFrequency, includesQuery };
  return { entries, statistics };
}

describe('terms', () => {
  const terms = (title: string): readonly string[] => [...termsOf({ title, body: '' }).keys()];

  test('an identifier is found whole and by its parts', () => {
    expect(terms('NullPointerException')).toEqual(
      expect.arrayContaining(['nullpointerexcept', 'null', 'pointer', 'except']),
    );
    expect(terms('max_retry_count')).toEqual(expect.arrayContaining(['max_retry_count', 'max', 'retri', 'count']));
    expect(terms('io.netty.Channel')).toEqual(expect.arrayContaining(['io.netty.channel', 'netti', 'channel']));
    expect(terms('src/main/App.tsx')).toEqual(expect.arrayContaining(['src/main/app.tsx', 'app', 'tsx']));
    expect(terms('ERR-404 HTTPServer jdk8')).toEqual(
      expect.arrayContaining(['err-404', 'err', '404', 'httpserver', 'http', 'server', 'jdk8', 'jdk']),
    );
  });

  test('different forms of a word are the same term, and empty words are none', () => {
    expect(terms('Deployments are failing')).toEqual(terms('deployment FAILED'));
    expect(terms('it is what it is')).toEqual([]);
  });

  test('words of the title count four times, and of the body only the first 150 words count', () => {
    const body = `quota ${'x1 '.repeat(149)}unseen`;
    const made = termsOf({ title: 'Quota', body });
    expect(made.get('quota')).toEqual({ tf: 5, titleTf: 1, surface: 'Quota' });
    expect(made.has('unseen')).toBe(false);
  });

  test('letters of any language are words', () => {
    expect(terms('Café möchte größer')).toEqual(['café', 'möchte', 'größer']);
  });
});

describe('similar texts', () => {
  test('the same complaint in other words comes first, with the words it shares', () => {
    const { entries, statistics } = corpusOf(texts, true);
    const others = entries.filter((entry) => entry.id !== 'quotaAgain');
    const found = scoreCandidates(termsOf(texts.quotaAgain), others, statistics);
    expect(found[0]?.id).toBe('quota');
    expect(found[0]?.sharedTerms.map((shared) => shared.surface)).toEqual(
      expect.arrayContaining(['quota', 'exceeded']),
    );
  });

  test('a text scores 1 with itself, and the reasons add up to the score', () => {
    for (const includesQuery of [true, false]) {
      const { entries, statistics } = corpusOf(texts, includesQuery);
      const found = scoreCandidates(termsOf(texts.quota), entries, statistics);
      expect(found[0]?.score).toBeCloseTo(1, 10);
      for (const candidate of found)
        expect(candidate.sharedTerms.reduce((sum, shared) => sum + shared.contribution, 0)).toBeCloseTo(
          candidate.score,
          10,
        );
    }
  });

  test('a kept norm gives the score that all postings give', () => {
    const { entries, statistics } = corpusOf(texts, true);
    const kept = entries.map((entry) => ({ ...entry, norm: documentNorm(entry.terms, statistics) }));
    const query = termsOf(texts.quotaAgain);
    expect(scoreCandidates(query, kept, statistics)).toEqual(scoreCandidates(query, entries, statistics));
  });

  test('candidates are looked up by words that another text has', () => {
    const { statistics } = corpusOf(texts, true);
    const looked = rarestTerms(termsOf(texts.quotaAgain), statistics);
    expect(looked.slice(0, 2).sort()).toEqual(['exceed', 'quota']);
    expect(looked).not.toContain('nothing');
    expect(rarestTerms(termsOf(texts.quotaAgain), statistics, 1)).toHaveLength(1);
  });

  test('whatever the texts are, scores lie between 0 and 1 and fall', () => {
    const word = fc.constantFrom('quota', 'deploy', 'trace', 'log', 'slow', 'cache', 'build', 'node');
    const text = fc.record({ title: fc.array(word, { maxLength: 4 }), body: fc.array(word, { maxLength: 12 }) });
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 12 }), (made) => {
        const documents = Object.fromEntries(
          made.map((one, i) => [`d${i}`, { title: one.title.join(' '), body: one.body.join(' ') }]),
        );
        const { entries, statistics } = corpusOf(documents, true);
        const found = scoreCandidates(termsOf(documents['d0']!), entries, statistics);
        found.forEach((one, i) => {
          expect(one.score).toBeGreaterThan(0);
          expect(one.score).toBeLessThanOrEqual(1);
          expect(one.score).toBeLessThanOrEqual(found[i - 1]?.score ?? 1);
        });
      }),
    );
  });

  test('BM25 gives the figures of its formula', () => {
    const query = termsOf({ title: '', body: 'quota' });
    const statistics = {
      documents: 10,
      documentFrequency: new Map([['quota', 2]]),
      includesQuery: false,
      averageLength: 4,
    };
    const [first] = bm25(query, [{ id: 'a', terms: new Map([['quota', 2]]), length: 4 }], statistics);
    // ln(1 + 8.5/2.5) × 2·2.2 / (2 + 1.2)
    expect(first?.score).toBeCloseTo(1.4816045 * 1.375, 6);
  });
});
