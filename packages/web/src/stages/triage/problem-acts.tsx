import { answered, ifMatch } from '@hearback/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, meQuery } from '../../data/api.ts';
import { Button } from '../../ui/button.tsx';
import { useKeys } from '../../ui/keyboard.ts';
import { useLanguage } from '../../ui/messages/language.tsx';
import type { ProblemRecord } from './inbox-queries.ts';
import { SeverityDialog, WordsDialog } from './step-dialogs.tsx';

/** What one can do with a problem from the inbox; the rest is on its page. */
export function ProblemActs({ problem }: { problem: ProblemRecord }) {
  const { say } = useLanguage();
  const me = useQuery(meQuery);
  const queries = useQueryClient();
  const [step, setStep] = useState<'severity' | 'ask' | null>(null);
  const mayTriage = me.data?.permissions.includes('triage.triage') ?? false;
  const canAsk = mayTriage && problem.state === 'open';
  useKeys([
    ...(mayTriage ? [{ key: 's', says: say.inbox.actKeys.severity, run: () => setStep('severity') }] : []),
    ...(canAsk ? [{ key: 'r', says: say.inbox.actKeys.ask, run: () => setStep('ask') }] : []),
  ]);
  const done = async () => {
    setStep(null);
    await queries.invalidateQueries();
  };
  const params = { path: { id: problem.id }, header: ifMatch(problem.version) };
  return (
    <>
      <Link className="btn main" to="/records/$kind/$id" params={{ kind: 'problem', id: problem.id }}>
        {say.inbox.thread}
      </Link>
      {mayTriage ? (
        <Button hotkey="s" onPress={() => setStep('severity')}>
          {say.inbox.rate}
        </Button>
      ) : null}
      {canAsk ? (
        <Button hotkey="r" onPress={() => setStep('ask')}>
          {say.inbox.askReporters}
        </Button>
      ) : null}
      {step === 'ask' ? (
        <WordsDialog
          words={say.inbox.dialogs.ask}
          said={problem.title}
          onClose={() => setStep(null)}
          carryOut={async (question) => {
            await answered(api.POST('/problems/{id}/ask', { params, body: { question } }));
            await done();
          }}
        />
      ) : null}
      {step === 'severity' ? (
        <SeverityDialog
          words={say.inbox.dialogs.severity}
          severity={problem.severity}
          onClose={() => setStep(null)}
          carryOut={async (body) => {
            await answered(api.POST('/problems/{id}/severity', { params, body }));
            await done();
          }}
        />
      ) : null}
    </>
  );
}
