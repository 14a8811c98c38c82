import { answered } from '@hearback/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { Collection } from 'react-aria-components/Collection';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { SearchField } from 'react-aria-components/SearchField';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { api } from '../data/api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Marked } from '../ui/marked.tsx';
import { useLanguage } from '../ui/messages/language.tsx';
import { Trouble } from '../ui/notices.tsx';
import styles from './find-dialog.module.css';

const fewestLetters = 3;

/** Finds what is known by the words it shares; arrow keys and Enter open one. */
export function FindDialog({ onClose }: { onClose: () => void }) {
  const { say } = useLanguage();
  const navigate = useNavigate();
  const [words, write] = useState('');
  const found = useFound(useDeferredValue(words.trim()));
  const items = found.data?.items ?? [];
  const open = (key: string) => {
    const item = items.find(({ id }) => id === key);
    if (!item) return;
    onClose();
    void navigate({ to: '/records/$kind/$id', params: { kind: item.kind, id: item.id } });
  };
  return (
    <Dialog title={say.find.title} onClose={onClose}>
      <Autocomplete inputValue={words} onInputChange={write} disableAutoFocusFirst>
        <SearchField className="field" autoFocus>
          <Label>{say.find.label}</Label>
          <Input className="input said" />
          <p className="hint">{say.find.hint}</p>
        </SearchField>
        <ListBox
          className={styles['found'] ?? ''}
          aria-label={say.find.title}
          selectionMode="none"
          onAction={(key) => open(String(key))}
          items={items}
          renderEmptyState={() => (found.isSuccess ? <p className="quiet small">{say.find.none}</p> : null)}
        >
          <Collection items={items} dependencies={[words]}>
            {(item) => (
              <ListBoxItem id={item.id} textValue={item.title} className={styles['one'] ?? ''}>
                <b>
                  <Marked text={item.title} terms={item.shared_terms.map(({ term }) => term)} />
                </b>
                <span className="tiny quiet">
                  <span className="ref">{item.reference}</span> {say.record.kinds[item.kind] ?? item.kind},{' '}
                  {say.record.states(item.state)}
                </span>
              </ListBoxItem>
            )}
          </Collection>
        </ListBox>
      </Autocomplete>
      {found.isError ? <Trouble error={found.error} onAgain={() => void found.refetch()} /> : null}
      <div className="btns">
        <Button onPress={onClose}>{say.find.close}</Button>
      </div>
    </Dialog>
  );
}

function useFound(words: string) {
  return useQuery({
    queryKey: ['similar', words],
    queryFn: ({ signal }) => answered(api.GET('/similar', { params: { query: { q: words, limit: 8 } }, signal })),
    enabled: words.length >= fewestLetters,
    placeholderData: keepPreviousData,
  });
}
