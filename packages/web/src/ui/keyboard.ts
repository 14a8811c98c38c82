import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { keep, kept } from './kept.ts';

/** A key, what it does in words, and doing it. */
export type Key = { readonly key: string; readonly says: string; readonly run: () => void };

type Shown = { readonly keys: readonly Pick<Key, 'key' | 'says'>[]; readonly isOn: boolean };

const layers = new Set<() => readonly Key[]>();
const listeners = new Set<() => void>();
let shown: Shown = { keys: [], isOn: kept('keys') !== 'off' };

function changed(part: Partial<Shown>): void {
  shown = { ...shown, ...part };
  for (const listener of listeners) listener();
}

function allKeys(): Key[] {
  // The innermost layer came last and wins.
  const byKey = new Map<string, Key>();
  for (const layer of layers) for (const key of layer()) byKey.set(key.key, key);
  return [...byKey.values()];
}

const typing = 'input, textarea, select, [contenteditable="true"]';

function onKeyDown(event: KeyboardEvent): void {
  if (!shown.isOn || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(typing) || document.querySelector('[role="dialog"]')) return;
  if (event.key === 'Enter' && target.closest('a, button, summary')) return;
  const key = allKeys().find((one) => one.key === event.key);
  if (!key) return;
  event.preventDefault();
  event.stopPropagation();
  key.run();
}

/**
 * Keys that work while this component is on the page and nobody types. One listener for all; the same key of an inner
 * component wins. They can be switched off as a whole (WCAG 2.1.4), in the dialog that `?` opens.
 */
export function useKeys(keys: readonly Key[]): void {
  const current = useEffectEvent(() => keys);
  const signature = keys.map(({ key, says }) => `${key} ${says}`).join('\n');
  useEffect(() => {
    const layer = () => current();
    if (layers.size === 0) addEventListener('keydown', onKeyDown, { capture: true });
    layers.add(layer);
    changed({ keys: allKeys() });
    return () => {
      layers.delete(layer);
      if (layers.size === 0) removeEventListener('keydown', onKeyDown, { capture: true });
      changed({ keys: allKeys() });
    };
  }, [signature]);
}

export function switchKeys(isOn: boolean): void {
  keep('keys', isOn ? undefined : 'off');
  changed({ isOn });
}

/** The keys that work right now, and whether they are on. */
export function useShownKeys(): Shown {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}
