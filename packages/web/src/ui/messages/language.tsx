import { createContext, type ReactNode, useContext } from 'react';
import { english, type Messages } from './english.ts';
import { createFormats, type Formats } from './formats.ts';

/** What the pages say (`say`) and how they write dates and numbers (`write`). */
export type Language = { readonly say: Messages; readonly write: Formats };

const inEnglish: Language = { say: english, write: createFormats('en-GB', english) };

const LanguageContext = createContext<Language>(inEnglish);

export function LanguageProvider({ children }: { children: ReactNode }) {
  return <LanguageContext value={inEnglish}>{children}</LanguageContext>;
}

export function useLanguage(): Language {
  return useContext(LanguageContext);
}
