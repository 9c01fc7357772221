import { Toast, ToastBody, ToastTitle, useToastController } from '@fluentui/react-components';

/** The page's one stack of toasts. */
export const TOASTER = 'sandbox';

/** Shows a sentence in a corner for a while. */
export function useToasts() {
  const { dispatchToast } = useToastController(TOASTER);
  return (intent: 'success' | 'error' | 'info', title: string, body?: string) =>
    dispatchToast(
      <Toast>
        <ToastTitle>{title}</ToastTitle>
        {body ? <ToastBody>{body}</ToastBody> : null}
      </Toast>,
      { intent, timeout: 8_000 },
    );
}
