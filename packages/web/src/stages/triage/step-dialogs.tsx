import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { StepForm } from '../../ui/step-form.tsx';
import type { SignalDetail } from './inbox-queries.ts';
import { SeverityField } from './severity-field.tsx';

type Words = { readonly title: string; readonly label: string; readonly hint: string; readonly send: string };
type Severity = SignalDetail['severity'];

/** A step that needs words: a question, an answer, a reason. */
export function WordsDialog({
  words,
  said,
  carryOut,
  onClose,
}: {
  words: Words;
  said: string;
  carryOut: (written: string) => Promise<void>;
  onClose: () => void;
}) {
  const [written, write] = useState('');
  const step = useMutation({ mutationFn: carryOut });
  return (
    <StepForm
      words={words}
      onClose={onClose}
      error={step.error}
      isReady={written.trim().length >= 3 && !step.isPending}
      onSend={() => step.mutate(written)}
    >
      <p className="said quiet">“{said}”</p>
      <TextField className="field" autoFocus isRequired value={written} onChange={write} maxLength={2_000}>
        <Label>{words.label}</Label>
        <TextArea className="input" rows={4} />
        <Text slot="description" className="hint">
          {words.hint}
        </Text>
      </TextField>
    </StepForm>
  );
}

type OpenProps = {
  readonly words: Words;
  readonly title: string;
  readonly severity: Severity;
  readonly carryOut: (opening: { title: string; severity: Severity }) => Promise<void>;
  readonly onClose: () => void;
};

/** Opening a problem: what hinders people, and how bad it is. */
export function OpenDialog({ words, title: said, severity: saidSeverity, carryOut, onClose }: OpenProps) {
  const [title, write] = useState(said);
  const [severity, rate] = useState(saidSeverity);
  const step = useMutation({ mutationFn: carryOut });
  return (
    <StepForm
      words={words}
      onClose={onClose}
      error={step.error}
      isReady={title.trim() !== '' && !step.isPending}
      onSend={() => step.mutate({ title, severity })}
    >
      <TextField className="field" autoFocus isRequired value={title} onChange={write} maxLength={200}>
        <Label>{words.label}</Label>
        <Input className="input" />
        <Text slot="description" className="hint">
          {words.hint}
        </Text>
      </TextField>
      <SeverityField severity={severity} onChange={rate} />
    </StepForm>
  );
}

type SeverityProps = {
  readonly words: Words;
  readonly severity: Severity;
  readonly carryOut: (rating: { severity: NonNullable<Severity>; reason: string }) => Promise<void>;
  readonly onClose: () => void;
};

/** How bad a problem is, and why one thinks so. */
export function SeverityDialog({ words, severity: before, carryOut, onClose }: SeverityProps) {
  const [severity, rate] = useState(before);
  const [reason, write] = useState('');
  const step = useMutation({ mutationFn: carryOut });
  const isReady = severity !== null && severity !== before && reason.trim().length >= 3 && !step.isPending;
  return (
    <StepForm
      words={words}
      onClose={onClose}
      error={step.error}
      isReady={isReady}
      onSend={() => (severity ? step.mutate({ severity, reason }) : undefined)}
    >
      <SeverityField severity={severity} onChange={rate} />
      <TextField className="field" isRequired value={reason} onChange={write} maxLength={2_000}>
        <Label>{words.label}</Label>
        <TextArea className="input" rows={3} />
        <Text slot="description" className="hint">
          {words.hint}
        </Text>
      </TextField>
    </StepForm>
  );
}
