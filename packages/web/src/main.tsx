import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './data/api.ts';
import { createPages } from './routes.tsx';
import { LanguageProvider } from './ui/messages/language.tsx';
import './ui/styles/index.css';
import { applyKeptTheme } from './ui/theme.ts';

applyKeptTheme();
const queries = createQueryClient();
const pages = createPages(queries);
const place = document.getElementById('root');
if (place)
  createRoot(place).render(
    <StrictMode>
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <RouterProvider router={pages} />
        </QueryClientProvider>
      </LanguageProvider>
    </StrictMode>,
  );
