import { Link, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { useLanguage } from '../ui/messages/language.tsx';
import { switchTheme } from '../ui/theme.ts';

type Props = { readonly title: string; readonly onFind: () => void; readonly children: ReactNode };

/** The navigation on narrow screens, behind a button; what the header has no room for is in it too. */
export function NarrowMenu({ title, onFind, children }: Props) {
  const { say } = useLanguage();
  const [isOpen, open] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => open(false), [path]);
  return (
    <div
      className="stage-menu"
      ref={frame}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        open(false);
        frame.current?.querySelector('button')?.focus();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) open(false);
      }}
    >
      <button type="button" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        {title}
      </button>
      {isOpen ? (
        <nav aria-label={say.stages.menu}>
          {children}
          <ul className="more">
            <li>
              <Button
                look="bare"
                onPress={() => {
                  open(false);
                  onFind();
                }}
              >
                {say.nav.find}
              </Button>
            </li>
            <li>
              <Button look="bare" onPress={switchTheme}>
                {say.nav.theme}
              </Button>
            </li>
            <li>
              <Link to="/you">{say.nav.you}</Link>
            </li>
          </ul>
        </nav>
      ) : null}
    </div>
  );
}
