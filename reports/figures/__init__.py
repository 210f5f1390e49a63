"""SQL over the published marts, and the typed figures that charts, mails and files are drawn from."""
