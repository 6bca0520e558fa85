"""What bpsheet does, one public function each; the command line only words and prints it."""
