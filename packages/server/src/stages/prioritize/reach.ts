import { reachFromEvidence } from '@hearback/domain/prioritize';
import type { ThreePoint } from '@hearback/domain/statistics';
import { countVoices } from '@hearback/domain/triage';
import type { WorkspaceTables } from '../../platform/database/index.ts';
import { findSignals } from '../listen/index.ts';
import { evidenceOfMany } from '../triage/index.ts';

/** Who is behind some problems, counted once however many of them they reported; respondents are among the people. */
export type ReachEvidence = {
  readonly people: number;
  readonly respondents: number;
  readonly teams: number;
  readonly signal_ids: readonly string[];
};

/**
 * The evidence of several problems together, and what it alone says of reach.
 * @param audienceId whose eyes the answer is for: what is restricted to others is left out, whoever asks
 */
export async function reachOf(
  tables: WorkspaceTables,
  problemIds: readonly string[],
  audienceId: string | null,
): Promise<{ evidence: ReachEvidence; reach: ThreePoint | undefined }> {
  const voices = [...(await evidenceOfMany(tables, problemIds)).values()].flatMap((one) => one.voices);
  const signals = (await findSignals(tables, [...new Set(voices.map((voice) => voice.signalId))])).filter(
    (signal) => signal.audienceId === null || signal.audienceId === audienceId,
  );
  const counted = new Set(signals.map((signal) => signal.id));
  const together = voices
    .filter((voice) => counted.has(voice.signalId))
    .map((voice) => ({ ...voice, problemId: 'all' }));
  const { people, teams } = countVoices([], 'all', together);
  const respondents = new Set(
    together.flatMap((voice) => (voice.respondentId && !voice.onBehalfOfId ? [voice.respondentId] : [])),
  );
  const reported = Math.max(0, ...signals.map((signal) => signal.impact.people ?? 0));
  return {
    evidence: { people, respondents: respondents.size, teams, signal_ids: [...counted] },
    reach: reachFromEvidence(people, reported),
  };
}
