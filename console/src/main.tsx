/** The console in the browser. */
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './ask.ts'
import { LanguageProvider } from './language.tsx'
import { createConsoleRouter } from './routes.tsx'
import './style/all.css'

const root = document.getElementById('root')
if (root === null) throw new Error('broken invariant: the page has no root')
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={createQueryClient()}>
        <RouterProvider router={createConsoleRouter()} />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
)
