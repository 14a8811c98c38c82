import { type components, freshKey } from '@hearback/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { Choice } from '../../ui/choice.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { StepForm } from '../../ui/step-form.tsx';
import styles from './fix-dialog.module.css';
import {
  daysOf,
  decideFix,
  emptyDraft,
  type FixDraft,
  isAnswered,
  isComplete,
  laneQuery,
  questions,
} from './fix-draft.ts';
import { LaneView } from './lane-view.tsx';

type Fix = components['schemas']['Fix'];
type Props = {
  readonly problem: { readonly id: string };
  readonly onDone: (fix: Fix) => void;
  readonly onClose: () => void;
};

/** The fix lane in one dialog: what, why, by when, five questions; the lane shows while one answers. */
export function FixDialog({ problem, onDone, onClose }: Props) {
  const { say } = useLanguage();
  const [draft, setDraft] = useState(emptyDraft);
  const [key, renew] = useState(freshKey);
  const lane = useQuery(laneQuery(problem.id, draft));
  const decide = useMutation({ mutationFn: () => decideFix(problem.id, draft, key), onSuccess: onDone });
  const change = (part: Partial<FixDraft>) => {
    setDraft({ ...draft, ...part });
    renew(freshKey());
    decide.reset();
  };
  const isFix = lane.data?.lane === 'fix' && !lane.isPlaceholderData;
  const isReady = isComplete(draft) && isFix && !decide.isPending;
  return (
    <StepForm words={say.fix} onClose={onClose} error={decide.error} isReady={isReady} onSend={() => decide.mutate()}>
      <p className="small quiet">{say.fix.lede}</p>
      <WordFields draft={draft} change={change} />
      <Questions draft={draft} change={change} />
      <LaneView preview={lane.data} isWhole={isAnswered(draft)} error={lane.error} />
      {isComplete(draft) ? null : <p className="small quiet">{say.fix.missing}</p>}
    </StepForm>
  );
}

type FieldsProps = { readonly draft: FixDraft; readonly change: (part: Partial<FixDraft>) => void };

function WordFields({ draft, change }: FieldsProps) {
  const { say } = useLanguage();
  const words = say.fix;
  const isDaysWrong = draft.days.trim() !== '' && daysOf(draft) === null;
  return (
    <>
      <Field label={words.what} hint={words.whatHint} value={draft.what} onChange={(what) => change({ what })}>
        <Input className="input" autoComplete="off" maxLength={200} />
      </Field>
      <Field label={words.why} hint={words.whyHint} value={draft.why} onChange={(why) => change({ why })}>
        <TextArea className="input" rows={3} maxLength={10_000} />
      </Field>
      <div className={styles['pair']}>
        <Field label={words.when} type="date" value={draft.dueOn} onChange={(dueOn) => change({ dueOn })}>
          <Input className="input" />
        </Field>
        <Field
          label={words.days}
          value={draft.days}
          onChange={(days) => change({ days })}
          {...(isDaysWrong ? { complaint: words.daysWrong } : {})}
        >
          <Input className="input" inputMode="decimal" autoComplete="off" />
        </Field>
      </div>
    </>
  );
}

type FieldProps = {
  readonly label: string;
  readonly hint?: string;
  readonly complaint?: string;
  readonly type?: 'date';
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly children: ReactNode;
};

function Field({ label, hint, complaint, type, value, onChange, children }: FieldProps) {
  return (
    <TextField
      className="field"
      isRequired
      isInvalid={complaint !== undefined}
      value={value}
      onChange={onChange}
      {...(type ? { type } : {})}
    >
      <Label>{label}</Label>
      {children}
      {hint ? (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      ) : null}
      <FieldError className="error">{complaint}</FieldError>
    </TextField>
  );
}

function Questions({ draft, change }: FieldsProps) {
  const { say } = useLanguage();
  const words = say.fix;
  const ways = ['one_step', 'several_steps', 'impossible'] as const;
  const options = [
    { value: 'yes', name: words.yes },
    { value: 'no', name: words.no },
  ] as const;
  return (
    <section aria-labelledby="questions">
      <div className="head">
        <h3 id="questions">{words.questions}</h3>
        <span>{words.questionsHint}</span>
      </div>
      {questions.map((question) => {
        const given = draft.answers[question];
        return (
          <Choice
            key={question}
            isRow
            label={words.ask[question]}
            options={options}
            value={given === undefined ? null : given ? 'yes' : 'no'}
            onChange={(answer) => change({ answers: { ...draft.answers, [question]: answer === 'yes' } })}
          />
        );
      })}
      <div className={styles['undo']}>
        <Choice
          label={words.undo}
          options={ways.map((value) => ({ value, name: words.undoWays[value] }))}
          value={draft.undo}
          onChange={(undo) => change({ undo })}
        />
      </div>
    </section>
  );
}
