"""The compiled kernels: a batch on the processor without MXNet's operators. No MXNet here."""
