import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { Choice } from '../../ui/choice.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import type { Draft, DraftField } from './draft.ts';
import { kindsQuery } from './listen-queries.ts';
import styles from './tell.module.css';

type Props = {
  readonly draft: Draft;
  readonly change: (part: Partial<Omit<Draft, 'key'>>) => void;
  /** What is wrong with a field, in words. */
  readonly complaints: Partial<Record<DraftField, string>>;
};

/** What it is, in the workspace's own kinds; the chosen one is explained. */
export function KindField({ draft, change }: Omit<Props, 'complaints'>) {
  const { say } = useLanguage();
  const kinds = useQuery(kindsQuery);
  const items = kinds.data?.items ?? [];
  if (items.length === 0) return null;
  const chosen = items.find(({ key }) => key === draft.kind);
  return (
    <Choice
      label={say.tell.kind}
      options={items.map(({ key, name }) => ({ value: key, name }))}
      value={draft.kind === '' ? null : draft.kind}
      onChange={(kind) => change({ kind })}
      {...(chosen ? { hint: chosen.definition } : {})}
    />
  );
}

/** The line by which it is found. */
export function LineField(props: Props) {
  const { say } = useLanguage();
  return (
    <Field
      {...props}
      field="title"
      label={say.tell.line}
      maxLength={200}
      isRequired
      input={<Input className="input" autoComplete="off" />}
    />
  );
}

export function HappenedField({ isKept, ...props }: Props & { isKept: boolean }) {
  const { say } = useLanguage();
  const hint = isKept ? `${say.tell.hint} ${say.tell.draftKept}` : say.tell.hint;
  return (
    <Field
      {...props}
      field="description"
      label={say.tell.happened}
      maxLength={20_000}
      input={<TextArea className="input said" rows={6} />}
      hint={hint}
    />
  );
}

/** Who and how much it costs, as far as one knows. */
export function ImpactFields(props: Props) {
  const { say } = useLanguage();
  const input = <Input className="input" inputMode="decimal" autoComplete="off" />;
  return (
    <div className={styles['impact']}>
      <Field {...props} field="people" label={say.tell.people} maxLength={20} input={input} />
      <Field {...props} field="hours" label={say.tell.hours} maxLength={20} input={input} />
    </div>
  );
}

const more = ['reproduction', 'environment', 'workaround'] as const;

/** What helps whoever looks into it, and nobody has to say. */
export function MoreFields(props: Props) {
  const { say } = useLanguage();
  const isUsed = more.some((field) => props.draft[field] !== '');
  return (
    <details className={styles['more']} open={isUsed || undefined}>
      <summary>{say.tell.more}</summary>
      {more.map((field) => (
        <Field
          key={field}
          {...props}
          field={field}
          label={say.tell.moreFields[field]}
          maxLength={5_000}
          input={<TextArea className="input" rows={2} />}
        />
      ))}
    </details>
  );
}

type FieldProps = Props & {
  readonly field: Exclude<DraftField, 'kind'>;
  readonly label: string;
  readonly maxLength: number;
  readonly input: ReactNode;
  readonly hint?: string;
  readonly isRequired?: boolean;
};

/** A field of the draft with its complaint, which goes while one corrects it and not when one leaves: nothing jumps under a click. */
function Field({ draft, change, complaints, field, label, maxLength, input, hint, isRequired = false }: FieldProps) {
  const complaint = complaints[field];
  return (
    <TextField
      name={field}
      className="field"
      value={draft[field]}
      onChange={(text) => change({ [field]: text })}
      maxLength={maxLength}
      isRequired={isRequired}
      isInvalid={complaint !== undefined}
    >
      <Label>{label}</Label>
      {input}
      {hint ? (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      ) : null}
      <FieldError className="error">{complaint}</FieldError>
    </TextField>
  );
}
