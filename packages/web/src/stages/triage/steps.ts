import { answered, ifMatch } from '@hearback/client';
import { api } from '../../data/api.ts';
import type { InboxItem } from './inbox-queries.ts';

/** A step that was taken in the inbox: what it was, and its inverse. */
export type Taken = { readonly text: string; readonly undo: () => Promise<unknown> };

type Signal = Pick<InboxItem, 'id' | 'reference' | 'version'>;
type ToProblem = { readonly id: string; readonly reference: string };

/** Takes the signal's last step back. A moved record has another version by now, so it is read first. */
async function reopen(signalId: string, reason: string): Promise<unknown> {
  const path = { id: signalId };
  const { version } = await answered(api.GET('/signals/{id}/triage', { params: { path } }));
  return answered(api.POST('/signals/{id}/reopen', { params: { path, header: ifMatch(version) }, body: { reason } }));
}

async function detach(problemId: string, signalId: string, reason: string): Promise<unknown> {
  const path = { id: problemId };
  const { version } = await answered(api.GET('/problems/{id}', { params: { path } }));
  const body = { signal_ids: [signalId], reason };
  return answered(api.POST('/problems/{id}/detach', { params: { path, header: ifMatch(version) }, body }));
}

/** The reason that an undo leaves on the thread. */
const undone = 'Undone in the inbox.';

export async function attach(signal: Signal, problem: ToProblem): Promise<() => Promise<unknown>> {
  const path = { id: problem.id };
  const { version } = await answered(api.GET('/problems/{id}', { params: { path } }));
  const body = { signal_ids: [signal.id] };
  await answered(api.POST('/problems/{id}/attach', { params: { path, header: ifMatch(version) }, body }));
  return () => detach(problem.id, signal.id, undone);
}

type Opening = { readonly title: string; readonly severity: 'critical' | 'major' | 'minor' | 'trivial' | null };

export async function openProblem(signal: Signal, { title, severity }: Opening) {
  const body = { title, signal_ids: [signal.id], ...(severity ? { severity } : {}) };
  const problem = await answered(api.POST('/problems', { body }));
  return { problem, undo: () => detach(problem.id, signal.id, undone) };
}

export async function ask(signal: Signal, question: string): Promise<() => Promise<unknown>> {
  const params = { path: { id: signal.id }, header: ifMatch(signal.version) };
  await answered(api.POST('/signals/{id}/ask', { params, body: { question } }));
  return () => reopen(signal.id, undone);
}

export async function answer(signal: Signal, text: string): Promise<() => Promise<unknown>> {
  const params = { path: { id: signal.id }, header: ifMatch(signal.version) };
  await answered(api.POST('/signals/{id}/answer', { params, body: { answer: text } }));
  return () => reopen(signal.id, undone);
}

export async function reject(signal: Signal, reason: string): Promise<() => Promise<unknown>> {
  const params = { path: { id: signal.id }, header: ifMatch(signal.version) };
  await answered(api.POST('/signals/{id}/reject', { params, body: { reason } }));
  return () => reopen(signal.id, undone);
}
