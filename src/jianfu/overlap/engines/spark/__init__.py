"""The kernels on a Spark cluster: the pairs and relations that the local engine gives, over many machines."""
