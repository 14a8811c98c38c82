import { answered, type components, freshKey } from '@hearback/client';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { api, meQuery } from '../../data/api.ts';
import { Button } from '../../ui/button.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble } from '../../ui/notices.tsx';
import styles from './additions.module.css';

type Record = components['schemas']['Thread']['record'];

function additionsQuery({ kind, id }: Record) {
  return queryOptions({
    queryKey: ['additions', kind, id],
    queryFn: () =>
      answered(api.GET('/comments', { params: { query: { record_kind: kind, record_id: id, limit: 100 } } })),
  });
}

/** What people added to a record, and room to add to it: what one saw, or the answer to what was asked. */
export function Additions({ record }: { record: Record }) {
  const { say, write } = useLanguage();
  const me = useQuery(meQuery);
  const additions = useQuery(additionsQuery(record));
  const items = additions.data?.items ?? [];
  const mayAdd = me.data?.permissions.includes('listen.comment') ?? false;
  if (items.length === 0 && !mayAdd) return null;
  return (
    <section className={styles['additions']} id="add" aria-labelledby="additions">
      <div className="head">
        <h2 id="additions">{say.record.additions.title}</h2>
        {items.length > 0 ? <span>{say.record.additions.count(items.length)}</span> : null}
      </div>
      <ol>
        {items.map(({ id, author, at, body, reach }) => (
          <li key={id} className={styles['one']}>
            <p className={`said ${styles['body']}`}>{body}</p>
            <p className="by">
              {author} · <time dateTime={at}>{write.recently(at, new Date())}</time>
              {reach === 'team_note' ? ` · ${say.record.additions.note}` : null}
            </p>
          </li>
        ))}
      </ol>
      {mayAdd ? <AddForm record={record} /> : null}
    </section>
  );
}

function AddForm({ record }: { record: Record }) {
  const { say } = useLanguage();
  const words = say.record.additions;
  const queries = useQueryClient();
  const [body, write] = useState('');
  const [key, renew] = useState(freshKey);
  const add = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/comments', {
          params: { header: { 'Idempotency-Key': key } },
          body: { record_kind: record.kind, record_id: record.id, body },
        }),
      ),
    onSuccess: async () => {
      write('');
      renew(freshKey());
      await queries.invalidateQueries();
    },
  });
  return (
    <Form
      className={`stack ${styles['form']}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (body.trim() !== '') add.mutate();
      }}
    >
      <TextField
        className="field"
        value={body}
        onChange={(text) => {
          write(text);
          renew(freshKey());
        }}
        maxLength={20_000}
      >
        <Label>{record.state === 'waiting' ? words.answer : words.label}</Label>
        <TextArea className="input said" rows={3} />
        <Text slot="description" className="hint">
          {words.hint}
        </Text>
      </TextField>
      {add.isError ? <Trouble error={add.error} /> : null}
      <Button type="submit" isDisabled={body.trim() === '' || add.isPending}>
        {words.send}
      </Button>
    </Form>
  );
}
