import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffectEvent, useLayoutEffect, useRef } from 'react';
import { samePage } from './redeem.ts';

const useStyles = makeStyles({
  frame: {
    display: 'block',
    width: '100%',
    height: '320px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
});

/**
 * A mail in a frame of its own, as tall as it is. Nothing runs inside. Its redeem link does not
 * leave the page: it is told by `onRedeem`.
 */
export function MailFrame(props: {
  title: string;
  document: string;
  redeemUrl: string | null;
  onRedeem(): void;
}) {
  const styles = useStyles();
  const frame = useRef<HTMLIFrameElement>(null);

  const onClick = useEffectEvent((event: MouseEvent) => {
    const { target } = event;
    // The frame has a window and an Element of its own.
    const link = isNode(target) ? target.closest('a[href]') : null;
    const href = link?.getAttribute('href');
    if (!href || !props.redeemUrl || !samePage(href, props.redeemUrl)) return;
    event.preventDefault();
    props.onRedeem();
  });

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    let sized: ResizeObserver | undefined;
    const onLoad = () => {
      const inside = element.contentDocument;
      if (!inside) return;
      inside.addEventListener('click', (event) => onClick(event));
      sized?.disconnect();
      sized = new ResizeObserver(() => {
        element.style.height = `${inside.documentElement.offsetHeight + 2}px`;
      });
      sized.observe(inside.documentElement);
    };
    element.addEventListener('load', onLoad);
    return () => {
      element.removeEventListener('load', onLoad);
      sized?.disconnect();
    };
  }, []);

  return (
    <iframe
      ref={frame}
      className={styles.frame}
      title={props.title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={props.document}
    />
  );
}

function isNode(target: EventTarget | null): target is Element {
  return target !== null && 'closest' in target;
}
