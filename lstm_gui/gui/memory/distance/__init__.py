"""What a network has of characters far back: how far its gradients reach."""
