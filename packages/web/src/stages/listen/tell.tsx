import { answered, type components, freshKey, Problem } from '@hearback/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Form } from 'react-aria-components/Form';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { api, meQuery } from '../../data/api.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble } from '../../ui/notices.tsx';
import { type Draft, useDraft } from './draft.ts';
import { Known } from './known.tsx';
import { kindsQuery } from './listen-queries.ts';
import { Receipt } from './receipt.tsx';
import styles from './tell.module.css';

type SignalReceipt = components['schemas']['SignalReceipt'];

/** Tell us: a line, what happened, and what is known about it already; then a receipt. */
export function Tell() {
  const { say } = useLanguage();
  const [receipt, setReceipt] = useState<SignalReceipt | null>(null);
  return (
    <>
      <title>{`${say.nav.tell} · ${say.brand}`}</title>
      {receipt ? (
        <Receipt receipt={receipt} onAnother={() => setReceipt(null)} />
      ) : (
        <>
          <h1>{say.tell.title}</h1>
          <p className="lede">{say.tell.lede}</p>
          <TellForm onSent={setReceipt} />
        </>
      )}
    </>
  );
}

function TellForm({ onSent }: { onSent: (receipt: SignalReceipt) => void }) {
  const { say } = useLanguage();
  const { draft, isEmpty, change, clear } = useDraft(freshKey);
  const me = useQuery(meQuery);
  const send = useSend((receipt) => {
    clear();
    onSent(receipt);
  });
  return (
    <Form
      className={styles['form'] ?? ''}
      validationErrors={send.error instanceof Problem ? fieldErrors(send.error) : {}}
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate(draft);
      }}
    >
      <KindField kind={draft.kind} onChange={(kind) => change({ kind })} />
      <TextField
        name="title"
        className="field"
        isRequired
        value={draft.title}
        onChange={(title) => change({ title })}
        maxLength={200}
      >
        <Label>{say.tell.line}</Label>
        <Input className="input" autoComplete="off" />
        <FieldError className="error">
          {({ validationErrors, validationDetails }) =>
            validationDetails.valueMissing ? say.tell.lineMissing : validationErrors.join(' ')
          }
        </FieldError>
      </TextField>
      <TextField
        name="description"
        className="field"
        value={draft.description}
        onChange={(description) => change({ description })}
        maxLength={20_000}
      >
        <Label>{say.tell.happened}</Label>
        <TextArea className="input said" rows={7} />
        <Text slot="description" className="hint">
          {say.tell.hint} {isEmpty ? null : say.tell.draftKept}
        </Text>
      </TextField>
      <Known title={draft.title} body={draft.description} className={styles['known'] ?? ''} />
      <div className={`btns ${styles['send']}`}>
        <Button type="submit" look="main" className="big" isDisabled={send.isPending}>
          {send.isPending ? say.tell.sending : say.tell.send}
        </Button>
        <p className="small quiet">{say.tell.reach(me.data?.workspace.name ?? '')}</p>
      </div>
      {send.isError ? <Trouble error={send.error} /> : null}
    </Form>
  );
}

function KindField({ kind, onChange }: { kind: string; onChange: (kind: string) => void }) {
  const { say } = useLanguage();
  const kinds = useQuery(kindsQuery);
  const items = kinds.data?.items ?? [];
  if (items.length === 0) return null;
  const chosen = items.find(({ key }) => key === kind);
  return (
    <Choice
      label={say.tell.kind}
      options={items.map(({ key, name }) => ({ value: key, name }))}
      value={kind === '' ? null : kind}
      onChange={onChange}
      {...(chosen ? { hint: chosen.definition } : {})}
    />
  );
}

function useSend(onSent: (receipt: SignalReceipt) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, title, description, key }: Draft) =>
      answered(
        api.POST('/signals', {
          params: { header: { 'Idempotency-Key': key } },
          body: { title, description, channel: 'web', ...(kind === '' ? {} : { kind }) },
        }),
      ),
    onSuccess: async (receipt) => {
      onSent(receipt);
      await queries.invalidateQueries();
    },
  });
}

/** The problem's complaints by the field's name: `/title` is `title`. */
function fieldErrors(problem: Problem): Record<string, string> {
  return Object.fromEntries(problem.errors.map(({ field, detail }) => [field.slice(1), detail]));
}
