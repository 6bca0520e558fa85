"""``python -m bpsheet`` is the command line."""

from bpsheet.cli import main

if __name__ == "__main__":
    main()
