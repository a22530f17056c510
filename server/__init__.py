"""The Sohva server: rooms, their people, and the path a message takes."""
