"""WeChat's side of the service: signatures, encryption, messages in, replies out."""
