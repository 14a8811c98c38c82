import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useKeys } from '../../ui/keyboard.ts';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble } from '../../ui/notices.tsx';
import type { InboxItem, SignalDetail, Similar } from './inbox-queries.ts';
import { OpenDialog, WordsDialog } from './step-dialogs.tsx';
import { useAttach } from './similar-things.tsx';
import { answer, ask, openProblem, reject, type Taken } from './steps.ts';

type Props = {
  readonly item: InboxItem;
  readonly signal: SignalDetail;
  /** The problem that sounds most like it, if one does. */
  readonly likeliest: Similar | undefined;
  readonly onTaken: (taken: Taken) => void;
};

type Step = 'open' | 'ask' | 'answer' | 'reject';

/** What one can do with a signal that was received; each has a key and an inverse. */
export function SignalActs({ item, signal, likeliest, onTaken }: Props) {
  const { say } = useLanguage();
  const [step, setStep] = useState<Step | null>(null);
  const attaching = useAttach(item, onTaken);
  const isHere = item.state === 'received';
  const canAsk = isHere && signal.reporter.kind === 'person';
  const attachLikeliest = likeliest && isHere ? () => attaching.mutate(likeliest) : null;
  const { actKeys } = say.inbox;
  useKeys([
    ...(attachLikeliest ? [{ key: 'a', says: actKeys.attach, run: attachLikeliest }] : []),
    ...(isHere
      ? [
          { key: 'o', says: actKeys.open, run: () => setStep('open') },
          { key: 'e', says: actKeys.answer, run: () => setStep('answer') },
          { key: 'x', says: actKeys.reject, run: () => setStep('reject') },
        ]
      : []),
    ...(canAsk ? [{ key: 'r', says: actKeys.ask, run: () => setStep('ask') }] : []),
  ]);
  const done = (taken: Taken) => {
    setStep(null);
    onTaken(taken);
  };
  if (!isHere) return null;
  return (
    <>
      {attachLikeliest ? (
        <Button look="main" hotkey="a" onPress={attachLikeliest} isDisabled={attaching.isPending}>
          {say.inbox.attachTo(likeliest?.reference ?? '')}
        </Button>
      ) : null}
      <Button look={attachLikeliest ? 'plain' : 'main'} hotkey="o" onPress={() => setStep('open')}>
        {say.inbox.open}
      </Button>
      {canAsk ? (
        <Button hotkey="r" onPress={() => setStep('ask')}>
          {say.inbox.ask(signal.reporter.name?.split(' ')[0] ?? say.inbox.reporter)}
        </Button>
      ) : null}
      <Button hotkey="e" onPress={() => setStep('answer')}>
        {say.inbox.answer}
      </Button>
      <Button hotkey="x" onPress={() => setStep('reject')}>
        {say.inbox.reject}
      </Button>
      {attaching.isError ? <Trouble error={attaching.error} /> : null}
      {step === null ? null : (
        <StepDialog step={step} item={item} signal={signal} onDone={done} onClose={() => setStep(null)} />
      )}
    </>
  );
}

type StepDialogProps = {
  readonly step: Step;
  readonly item: InboxItem;
  readonly signal: SignalDetail;
  readonly onDone: (taken: Taken) => void;
  readonly onClose: () => void;
};

function StepDialog({ step, item, signal, onDone, onClose }: StepDialogProps) {
  const { say } = useLanguage();
  const { dialogs, done } = say.inbox;
  const { reference } = item;
  if (step === 'open')
    return (
      <OpenDialog
        words={dialogs.open}
        title={item.title}
        severity={signal.severity}
        onClose={onClose}
        carryOut={async (opening) => {
          const { problem, undo } = await openProblem(item, opening);
          onDone({ text: done.opened(reference, problem.reference), undo });
        }}
      />
    );
  const carry = { ask, answer, reject }[step];
  const text = { ask: done.asked, answer: done.answered, reject: done.rejected }[step](reference);
  return (
    <WordsDialog
      words={dialogs[step]}
      said={item.title}
      onClose={onClose}
      carryOut={async (written) => onDone({ text, undo: await carry(item, written) })}
    />
  );
}
