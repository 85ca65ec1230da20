import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { Button } from '../../parts/button.tsx';
import { Strip } from '../../parts/strip.tsx';
import { useFocusReturn } from '../../parts/use-focus-return.ts';
import { useUi } from '../../store/context.ts';
import type { UiState } from '../../store/ui.ts';

type Guard = NonNullable<UiState['guard']>;

function Asked({ guard }: { readonly guard: Guard }) {
  useFocusReturn();
  return (
    <div
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        guard.decide(false);
      }}
    >
      <Strip
        level="alarm"
        icon={<TriangleAlert />}
        title="Not sent yet"
        actions={
          <>
            <Button size="small" onClick={() => guard.decide(true)}>
              Send anyway
            </Button>
            <Button
              size="small"
              // The safe choice has the focus, so that Enter or Space does no harm.
              ref={(element) => element?.focus()}
              onClick={() => guard.decide(false)}
            >
              Do not send
            </Button>
          </>
        }
      >
        {guard.warnings.join(' ')}
      </Strip>
    </div>
  );
}

/** What is known to go wrong with something that was about to be sent, and the choice. Escape does not send. */
export function GuardNotice() {
  const guard = useUi((state) => state.guard);
  return guard === null ? null : <Asked guard={guard} />;
}
