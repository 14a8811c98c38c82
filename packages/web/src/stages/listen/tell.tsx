import { answered, type components, freshKey, Problem } from '@hearback/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { api, meQuery } from '../../data/api.ts';
import { Button } from '../../ui/button.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble } from '../../ui/notices.tsx';
import { type Draft, signalOf, useDraft, wrongFieldsOf } from './draft.ts';
import { Known } from './known.tsx';
import { Receipt } from './receipt.tsx';
import { HappenedField, ImpactFields, KindField, LineField, MoreFields } from './tell-fields.tsx';
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
  const [isTried, tried] = useState(false);
  const send = useSend((receipt) => {
    clear();
    onSent(receipt);
  });
  const wrong = wrongFieldsOf(draft);
  const complaints = {
    ...(send.error instanceof Problem ? fieldErrors(send.error) : {}),
    ...(isTried ? Object.fromEntries(wrong.map((field) => [field, say.tell.wrong[field]])) : {}),
  };
  const fields = { draft, change, complaints };
  return (
    <Form
      className={styles['form'] ?? ''}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        tried(true);
        if (wrong.length === 0) send.mutate(draft);
        else event.currentTarget.querySelector<HTMLElement>(`[name="${wrong[0]}"]`)?.focus();
      }}
    >
      <KindField draft={draft} change={change} />
      <LineField {...fields} />
      <HappenedField {...fields} isKept={!isEmpty} />
      <Known title={draft.title} body={draft.description} className={styles['known'] ?? ''} />
      <ImpactFields {...fields} />
      <MoreFields {...fields} />
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

function useSend(onSent: (receipt: SignalReceipt) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draft: Draft) =>
      answered(api.POST('/signals', { params: { header: { 'Idempotency-Key': draft.key } }, body: signalOf(draft) })),
    onSuccess: async (receipt) => {
      onSent(receipt);
      await queries.invalidateQueries();
    },
  });
}

/** The problem's complaints by the draft's field: `/impact/people` is `people`. */
function fieldErrors(problem: Problem): Record<string, string> {
  return Object.fromEntries(
    problem.errors.map(({ field, detail }) => {
      const name = field.slice(field.lastIndexOf('/') + 1);
      return [name === 'hours_per_week' ? 'hours' : name, detail];
    }),
  );
}
