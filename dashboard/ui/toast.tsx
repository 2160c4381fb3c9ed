/** Short news about something just done. Said once, gone by itself; what must be acted on belongs on the page instead. */
import { createContext, createSignal, For, type ParentProps, useContext } from 'solid-js';
import './toast.css';

export type ToastTone = 'neutral' | 'trouble';

interface Toast {
	readonly id: number;
	readonly text: string;
	readonly tone: ToastTone;
}

export type ShowToast = (text: string, tone?: ToastTone) => void;

const ToastContext = createContext<ShowToast>();
const shownMs = 5_000;

export function ToastProvider(props: ParentProps) {
	const [toasts, set] = createSignal<readonly Toast[]>([]);
	let lastId = 0;
	const show: ShowToast = (text, tone = 'neutral') => {
		const toast = { id: ++lastId, text, tone };
		set((all) => [...all.filter((one) => one.text !== text).slice(-2), toast]);
		setTimeout(() => set((all) => all.filter((one) => one.id !== toast.id)), shownMs);
	};
	return (
		<ToastContext.Provider value={show}>
			{props.children}
			<div class="toasts" role="status" aria-live="polite">
				<For each={toasts()}>
					{(toast) => (
						<p class="toast" classList={{ 'toast-trouble': toast.tone === 'trouble' }}>
							{toast.text}
						</p>
					)}
				</For>
			</div>
		</ToastContext.Provider>
	);
}

export function useToast(): ShowToast {
	const show = useContext(ToastContext);
	if (show === undefined) throw new Error('no toasts above this component');
	return show;
}
