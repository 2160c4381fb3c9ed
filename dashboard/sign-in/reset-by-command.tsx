/** Where no mail is sent: the command for whoever runs the server. */
export function ResetByCommand(props: { readonly text: string }) {
	return (
		<>
			<p>{props.text}</p>
			<code>npm run admin -- reset-password name@example.com</code>
		</>
	);
}
