@rem The scripts of package.json begin with "exec", so that a signal to npm reaches node and not a shell; cmd.exe has no such word.
@%*
