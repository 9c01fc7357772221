import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { WoodgroveProvider } from './live/hooks.ts';
import { openWoodgrove } from './live/woodgrove.ts';
import './page.css';
import { App } from './shell/app.tsx';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <WoodgroveProvider value={openWoodgrove()}>
        <App />
      </WoodgroveProvider>
    </StrictMode>,
  );
}
