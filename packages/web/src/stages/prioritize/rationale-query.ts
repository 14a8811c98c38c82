import { answered } from '@hearback/client';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../data/api.ts';

/** What was kept for ever when a decision was made, as far as the page shows it. The document leaves its inside open. */
export type RationaleContent = {
  readonly kind: string;
  readonly lane: string;
  readonly lane_reasons: readonly Reason[];
  readonly not_needed: readonly Reason[];
  readonly title: string;
  readonly rationale: string;
  readonly answer: string | null;
  readonly what_would_change: string | null;
  readonly problems: readonly {
    readonly id: string;
    readonly reference: string;
    readonly title: string;
    readonly people: number;
    readonly teams: number;
  }[];
  readonly proposal: { readonly options: readonly Option[] } | null;
  readonly assessments: readonly { readonly function: string; readonly verdict: string; readonly note: string }[];
  readonly concerns: readonly Concern[];
  readonly criteria: readonly { readonly metric: string; readonly window_days: number }[];
};

type Reason = { readonly code: string; readonly words: string };

export type Option = {
  readonly title: string;
  readonly good: readonly string[];
  readonly bad: readonly string[];
  readonly preferred: boolean;
};

export type Concern = {
  readonly text: string;
  readonly state: string;
  readonly answer: string | null;
  readonly settled_reason: string | null;
};

export function rationaleQuery(id: string) {
  return queryOptions({
    queryKey: ['rationale', id],
    queryFn: async () => {
      const { reference, written_at, content } = await answered(
        api.GET('/decisions/{id}/rationale', { params: { path: { id } } }),
      );
      return { reference, writtenAt: written_at, content: content as unknown as RationaleContent };
    },
  });
}
