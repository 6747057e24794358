"""What imports share: rows into tables quickly, what foreign words mean, an organisation of their own."""
